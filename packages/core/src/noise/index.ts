/** The noise of an image, white or from compression, and the block transform that it is measured with. */
export { NoiseBlocks } from "./block-dct.js";
export { compressionOf } from "./compression-error.js";
export { whiteNoise } from "./white-noise.js";
