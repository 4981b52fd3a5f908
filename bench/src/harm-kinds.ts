/**
 * What photographs have gone through that is no blur to undo, or not only one. Each kind makes a picture of half the
 * size; sizes are multiples of 4. Rounded to 8 bits after every step, as files would be.
 */
import { downscale, imresize, type PlanarImage, planarImage, type Random } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/write-image.js";
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

type Degrade = (photograph: PlanarImage, numbers: Random) => PlanarImage | Promise<PlanarImage>;

export const HARM_KINDS: Readonly<Record<string, Degrade>> = {
  // Nothing to undo.
  bicubic: (photograph) => resized(photograph, 1 / 2),
  box: (photograph) => quantised(downscale(photograph, boxKernel(2), 2)),
  lanczos: (photograph) => quantised(downscale(photograph, lanczosKernel(2), 2)),
  bicubicjpeg85: (photograph) => jpegRoundTrip(resized(photograph, 1 / 2), 85),
  bicubicwebp80file: (photograph) => codedRoundTrip(resized(photograph, 1 / 2), "webp", 80),
  bicubicavif70file: (photograph) => codedRoundTrip(resized(photograph, 1 / 2), "avif", 70),
  // A blur, with and without what hides it: here an estimate should win.
  gauss: blurred,
  jpeg85: (photograph) => jpegRoundTrip(blurred(photograph), 85),
  webp60: (photograph) => webpRoundTrip(blurred(photograph), 60),
  // Files whose size is known; of `webp60` the pixels alone.
  webp80file: (photograph) => codedRoundTrip(blurred(photograph), "webp", 80),
  avif70file: (photograph) => codedRoundTrip(blurred(photograph), "avif", 70),
  // What looks like something else than it is.
  sharpened: (photograph) => quantised(sharpened(resized(photograph, 1 / 2), 1.2, 1.5)),
  grain: (photograph, numbers) => quantised(noisy(resized(photograph, 1 / 2), 9, 0.9, numbers, true)),
  doubled: (photograph) => doubled(resized(photograph, 1 / 4)),
  enlarged: (photograph) => resized(resized(photograph, 1 / 4), 2),
  enlarged4to3: (photograph) => throughSize(resized(photograph, 1 / 2), 3 / 4, 3 / 4),
  enlarged3to2jpeg85: (photograph) =>
    jpegRoundTrip(throughSize(resized(photograph, 1 / 2), 2 / 3, 2 / 3), 85),
  // Along the rows, as the frames of films are for the screen.
  stretched4to3: (photograph) => throughSize(resized(photograph, 1 / 2), 3 / 4, 1),
  stretched2to1: (photograph) => throughSize(resized(photograph, 1 / 2), 1 / 2, 1),
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

/** A Gaussian of σ = 1.2 pixels of the photograph, then the mean of each 2×2 block. */
function blurred(photograph: PlanarImage): PlanarImage {
  return quantised(downscale(gaussianBlur(photograph, 1.2), boxKernel(2), 2));
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
