/**
 * What an estimate sees of a transparent picture: the rectangle around its visible part, what is invisible there filled
 * in. Neither an edge where the visible part ends nor the colours that a program left in invisible pixels must be taken
 * for the scene's: a hard edge on a plain background hides nearly every blur.
 *
 * - Filled in smoothly (image/fill-invisible.ts), for smooth blocks have no weight in the spectrum, and one that lies
 *   across the edge fades out. Mirror images of the visible part have creases, and the largest opaque rectangle is
 *   often too small.
 * - With as much noise as the visible part has: the quietest blocks say how noisy an image is.
 * - What is nearly invisible counts as invisible. So do the pixels along the edge, which often have a share of a former
 *   background's colour.
 */
import { KernelGanError } from "../errors.js";
import {
  crop,
  fillInvisible,
  forEachNear,
  type PlanarImage,
  planarImage,
  type Rectangle,
  type Wrap,
  wraps,
} from "../image/index.js";
import { NoiseBlocks, whiteNoise } from "../noise/index.js";
import { inPieces, type Pause } from "../pause.js";
import { random } from "../random.js";
import { MIN_SPECTRUM_SIDE } from "../spectral/index.js";

/**
 * The share of the largest alpha from which on a pixel counts as visible. Below it, the colours of a canvas, which were
 * multiplied by alpha with 8 bits, are coarse: with all of them, four soft-edged cut-outs have a confidence of 0.26 to
 * 0.52, with these 0.59 to 0.66, as whole.
 */
const VISIBLE = 0.1;
/** The rectangle begins at a multiple of this, so that blocks of JPEG are where they were. */
const GRID = 8;

/**
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param alpha [1, h, w], values in [0, 1]
 * @param wrap along these axes the rectangle has all of the image
 * @param leastSide that the estimate needs, for the error of a part that is too small for any
 * @returns the very same image if all of it counts as visible
 * @throws KernelGanError `image-flat` if nothing is visible, `image-too-small` if the visible part is too small;
 *   AbortError if the pause throws it
 */
export async function visiblePart(
  image: PlanarImage,
  alpha: PlanarImage,
  wrap: Wrap,
  pause: Pause,
  leastSide: number = MIN_SPECTRUM_SIDE,
): Promise<PlanarImage> {
  const visible = await visibleMask(alpha, pause);
  if (!visible.data.includes(0)) return image;
  const rectangle = boundsOf(visible, wrap, leastSide);
  const part = crop(image, rectangle);
  const mask = crop(visible, rectangle);
  await fillInvisible(part, mask, pause);
  await addNoise(part, mask, pause);
  return part;
}

/** 1 where the image is visible, 0 elsewhere. */
async function visibleMask(alpha: PlanarImage, pause: Pause): Promise<PlanarImage> {
  const { width, height, data } = alpha;
  let largest = 0;
  await inPieces(alpha, pause, (top, bottom) => {
    for (const a of data.subarray(top * width, bottom * width)) largest = Math.max(largest, a);
  });
  if (!(largest > 0)) {
    throw new KernelGanError(
      "image-flat",
      "nothing of the image is visible: there is no texture to estimate a kernel from",
    );
  }
  const least = VISIBLE * largest;
  const mask = planarImage(width, height, 1);
  await inPieces(alpha, pause, (top, bottom) => {
    for (let i = top * width; i < bottom * width; i++) mask.data[i] = data[i]! >= least ? 1 : 0;
  });
  const inside = await withoutEdge(mask, pause);
  return inside.data.includes(1) ? inside : mask;
}

/** Without the pixels of which one of the eight neighbours is 0. */
async function withoutEdge({ width, height, data }: PlanarImage, pause: Pause): Promise<PlanarImage> {
  const inside = planarImage(width, height, 1, data.slice());
  await inPieces({ width, height }, pause, (top, bottom) => {
    for (let at = top * width; at < bottom * width; at++) {
      if (data[at] !== 0) continue;
      forEachNear(at, 1, width, height, (i) => {
        inside.data[i] = 0;
      });
    }
  });
  return inside;
}

/** The rectangle around what is visible. */
function boundsOf({ width, height, data }: PlanarImage, wrap: Wrap, leastSide: number): Rectangle {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  const [acrossX, acrossY] = [right + 1 - left, bottom + 1 - top];
  if (Math.min(acrossX, acrossY) < MIN_SPECTRUM_SIDE) {
    throw new KernelGanError(
      "image-too-small",
      `the visible part of the image has ${acrossX}×${acrossY} pixels; an estimate needs at least ${leastSide}×${leastSide}`,
    );
  }
  const x = wraps(wrap, "x") ? 0 : left - (left % GRID);
  const y = wraps(wrap, "y") ? 0 : top - (top % GRID);
  return {
    x,
    y,
    width: wraps(wrap, "x") ? width : right + 1 - x,
    height: wraps(wrap, "y") ? height : bottom + 1 - y,
  };
}

/** Makes what was filled in as noisy as the rest, in all channels alike: what counts is the noise of gray values. */
async function addNoise(image: PlanarImage, mask: PlanarImage, pause: Pause): Promise<void> {
  const noise = whiteNoise(new NoiseBlocks(image, undefined, mask));
  if (noise === 0) return;
  const { normal } = random(0);
  const pixels = mask.data.length;
  await inPieces(mask, pause, (top, bottom) => {
    for (let i = top * mask.width; i < bottom * mask.width; i++) {
      if (mask.data[i] !== 0) continue;
      const error = noise * normal();
      for (let at = i; at < image.data.length; at += pixels) image.data[at]! += error;
    }
  });
}
