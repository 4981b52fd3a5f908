/** The scales of which an estimate gives kernels. */
import type { Scale } from "./options.js";

/** The scales on the way to each: ×4 and ×8 are reached in steps of 2. */
export const SCALES_GIVEN: Readonly<Record<Scale, readonly Scale[]>> = {
  2: [2],
  3: [3],
  4: [2, 4],
  8: [2, 4, 8],
};
