/** The public functions that make, cut and resize images. */
import { check } from "../errors.js";
import * as image from "../image/index.js";
import { checkChoice } from "../range.js";
import { shown } from "../shown.js";
import { checked } from "./checked.js";
import { CHANNELS, checkFinite, checkImage, checkImageSize, checkPixels, checkRecord } from "./checks.js";
import { checkAlpha } from "./transparency.js";

/** Makes a planar image. */
export const planarImage: typeof image.planarImage = /* @__PURE__ */ checked(
  image.planarImage,
  (width, height, channels, data) => {
    if (data === undefined) checkImageSize(width, height, channels);
    else checkImage({ width, height, channels, data });
  },
);

/** Interleaved samples as planes. */
export const fromInterleaved: typeof image.fromInterleaved = /* @__PURE__ */ checked(
  image.fromInterleaved,
  (pixels) => checkPixels(pixels, "the pixels"),
);

/** Pixels of a canvas as planes. */
export const fromImageData: typeof image.fromImageData = /* @__PURE__ */ checked(
  image.fromImageData,
  (pixels) => {
    checkRecord(pixels, "the pixels must be an ImageData");
    checkPixels(
      { width: pixels.width, height: pixels.height, data: pixels.data, channels: 4 },
      "the ImageData",
    );
  },
);

/** Planes as pixels of a canvas. */
export const toImageData: typeof image.toImageData = /* @__PURE__ */ checked(
  image.toImageData,
  (source, alpha) => {
    checkImage(source, CHANNELS);
    if (alpha !== undefined) checkAlpha(alpha, source);
  },
);

/** Cuts a rectangle out. */
export const crop: typeof image.crop = /* @__PURE__ */ checked(image.crop, (source, rectangle) => {
  checkImage(source);
  checkRecord(rectangle, "the rectangle must be { x, y, width, height }");
  const { x, y, width, height } = rectangle;
  check(
    [x, y, width, height].every(Number.isInteger),
    () =>
      `the x, y, width and height of the rectangle must be integers, got ${[x, y, width, height].map(shown).join(", ")}`,
  );
});

/** Bicubic resizing as MATLAB's. */
export const imresize: typeof image.imresize = /* @__PURE__ */ checked(
  image.imresize,
  (source, target, wrap) => {
    checkImage(source);
    checkFinite(source);
    checkRecord(target, "the size to resize to must be { scale } or { width, height }");
    check(
      !("scale" in target) || !("width" in target || "height" in target),
      () => "both a scale and a width or height to resize to are given; leave one of them out",
    );
    const [width = 0, height = 0] =
      "scale" in target
        ? [source.width, source.height].map((n) =>
            Number.isFinite(target.scale) ? Math.ceil(target.scale * n) : 0,
          )
        : [target.width, target.height];
    // What makes no sense by itself is named by the function itself.
    if ([width, height].every((n) => Number.isFinite(n) && n > 0)) {
      checkImageSize(width, height, source.channels, "the result");
    }
    if (wrap !== undefined) checkChoice("the axes to wrap along", wrap, image.WRAP_OPTION.values);
  },
);
