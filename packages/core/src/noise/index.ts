/** The noise of an image, white or from JPEG compression, and the block transform that both are measured with. */
export { NoiseBlocks } from "./block-dct.js";
export { jpegError } from "./jpeg-noise.js";
export { whiteNoise } from "./white-noise.js";
