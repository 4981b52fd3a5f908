/** Images: the image type, colour, resizing, texture maps and crops. */
export { grayRow, toGray, toLumaBt601 } from "./colour.js";
export { type CropOptions, crop, cropInto, type Rectangle } from "./crop.js";
export { alignedPhase, type CropMap, type CropMapOptions, cropMap } from "./crop-map.js";
export { type Corner, type CropSampler, cropSampler } from "./crop-sampler.js";
export { gradientMap, isFlat, LITTLE_TEXTURE, meanGradient } from "./gradient-map.js";
export { type BicubicTaps, bicubicTaps, imresize, keysCubic, type ResizeTarget } from "./imresize.js";
export { mirror } from "./mirror.js";
export { type PlanarImage, planarImage } from "./planar-image.js";
