/** Kernels to test with. */
export { countingKernel } from "../../../formats/test/helpers/kernels.js";
