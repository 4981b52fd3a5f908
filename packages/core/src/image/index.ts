/** Images: the image type, colour, gradients, resizing and crops. */
export { grayPixels, grayRow, toGray, toGrayWithPauses, toLumaBt601 } from "./colour.js";
export { crop, cropInto, cropMiddle, type Rectangle } from "./crop.js";
export { interleave, type Samples } from "./file-samples.js";
export { filledInvisible, fillInvisible } from "./fill-invisible.js";
export { insideFlatBorder, withoutFlatBorder } from "./flat-border.js";
export { LITTLE_TEXTURE, meanGradient } from "./gradient.js";
export {
  bicubicTaps,
  imresize,
  keysCubic,
  Resizer,
  type ResizeTarget,
} from "./imresize.js";
export {
  type CanvasPixels,
  fromImageData,
  fromInterleaved,
  type InterleavedPixels,
  type PixelData,
  type StraightImage,
  toImageData,
} from "./interleaved.js";
export {
  encodedLight,
  encodedOf,
  FOUND_LIGHTS,
  type FoundLight,
  LIGHT_OPTION,
  type Light,
  type LinearImage,
  lightOf,
  lightSlope,
  linearLight,
  type MixedLight,
  squaredSlope,
  transferBy,
} from "./light.js";
export { mirror } from "./mirror.js";
export { withoutMixedEdge } from "./mixed-edge.js";
export { forEachNear } from "./near.js";
export {
  clip,
  LOSSY_CODECS,
  type LossyCoding,
  type PlanarImage,
  planarImage,
  planeOf,
  withCoding,
} from "./planar-image.js";
export { findRepetition, mergeRepeated, type Repetition } from "./repeated-pixels.js";
export { resizedRows, type TakeRows } from "./resized-rows.js";
export { isToneCurve, meanCurve, TONE_CURVE_WANTED, TONE_STEPS, type ToneCurve } from "./tone-curve.js";
export {
  continueImage,
  type FoundWrap,
  type Margins,
  WRAP_OPTION,
  type Wrap,
  wrapAlong,
  wrapMargins,
  wraps,
} from "./wrap.js";
