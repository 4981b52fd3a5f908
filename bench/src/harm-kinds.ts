/**
 * What photographs have gone through that is no blur to undo, or not only one. Each kind makes a picture 1/s of the
 * size, s = 2, 3 or 4; sizes are multiples of 2s. Rounded to 8 bits after every step, as files would be.
 */
import { downscale, imresize, type PlanarImage, planarImage, type Random } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { codedRoundTrip } from "./coded-round-trip.js";
import {
  boxKernel,
  gaussianBlur,
  lanczosKernel,
  noisy,
  sharpened,
  webpRoundTrip,
} from "./degraded-photographs.js";
import { quantised } from "./judge.js";

type Degrade = (
  photograph: PlanarImage,
  scale: number,
  numbers: Random,
) => PlanarImage | Promise<PlanarImage>;

export const HARM_KINDS: Readonly<Record<string, Degrade>> = {
  // Nothing to undo.
  bicubic: (photograph, s) => resized(photograph, 1 / s),
  box: (photograph, s) => quantised(downscale(photograph, boxKernel(s), s)),
  lanczos: (photograph, s) => quantised(downscale(photograph, lanczosKernel(s), s)),
  bicubicjpeg85: (photograph, s) => jpegRoundTrip(resized(photograph, 1 / s), 85),
  bicubicwebp80file: (photograph, s) => codedRoundTrip(resized(photograph, 1 / s), "webp", 80),
  bicubicavif70file: (photograph, s) => codedRoundTrip(resized(photograph, 1 / s), "avif", 70),
  // A blur, with and without what hides it: here an estimate should win.
  gauss: blurred,
  jpeg85: (photograph, s) => jpegRoundTrip(blurred(photograph, s), 85),
  webp60: (photograph, s) => webpRoundTrip(blurred(photograph, s), 60),
  // Files whose size is known; of `webp60` the pixels alone.
  webp80file: (photograph, s) => codedRoundTrip(blurred(photograph, s), "webp", 80),
  avif70file: (photograph, s) => codedRoundTrip(blurred(photograph, s), "avif", 70),
  // What looks like something else than it is.
  sharpened: (photograph, s) => quantised(sharpened(resized(photograph, 1 / s), 1.2, 1.5)),
  grain: (photograph, s, numbers) => quantised(noisy(resized(photograph, 1 / s), 9, 0.9, numbers, true)),
  doubled: (photograph, s) => doubled(resized(photograph, 1 / (2 * s))),
  enlarged: (photograph, s) => resized(resized(photograph, 1 / (2 * s)), 2),
  enlarged4to3: (photograph, s) => throughSize(resized(photograph, 1 / s), 3 / 4, 3 / 4),
  enlarged3to2jpeg85: (photograph, s) =>
    jpegRoundTrip(throughSize(resized(photograph, 1 / s), 2 / 3, 2 / 3), 85),
  // Along the rows, as the frames of films are for the screen.
  stretched4to3: (photograph, s) => throughSize(resized(photograph, 1 / s), 3 / 4, 1),
  stretched2to1: (photograph, s) => throughSize(resized(photograph, 1 / s), 1 / 2, 1),
};

function resized(image: PlanarImage, scale: number): PlanarImage {
  return quantised(imresize(image, { scale }));
}

/** Shrunk by a factor across and one down, and resized to its size again. */
function throughSize(image: PlanarImage, across: number, down: number): PlanarImage {
  const { width, height } = image;
  const smaller = imresize(image, { width: Math.round(width * across), height: Math.round(height * down) });
  return quantised(imresize(quantised(smaller), { width, height }));
}

/** A Gaussian of σ = 0.6 pixels of the small picture, then the mean of each s×s block. */
function blurred(photograph: PlanarImage, s: number): PlanarImage {
  return quantised(downscale(gaussianBlur(photograph, 0.6 * s), boxKernel(s), s));
}

/** Each pixel four times. */
function doubled({ width, height, channels, data }: PlanarImage): PlanarImage {
  const larger = planarImage(2 * width, 2 * height, channels);
  for (let i = 0; i < larger.data.length; i++) {
    const [row, x] = [Math.floor(i / larger.width), i % larger.width];
    // Rows of all channels follow each other, and each channel has an even number of them.
    larger.data[i] = data[(row >> 1) * width + (x >> 1)] ?? 0;
  }
  return larger;
}
