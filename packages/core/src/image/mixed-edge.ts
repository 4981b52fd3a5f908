/**
 * The edge of a cut-out: a line of partly transparent pixels between invisible and opaque ones. Often their colours
 * have a share of the background that the object was cut from, and a line of another colour becomes a fringe when its
 * blur is undone. With f the mean of the opaque pixels beside one, and a background b that is the same everywhere, its
 * colour is then
 *
 *     c = f + (1 − α) (b − f) + what the object varies by.
 *
 * b is fitted by least squares, for each channel. Where it explains most of c − f, the colours are the background's.
 */
import { forEachNear } from "./near.js";
import { type PlanarImage, planarImage } from "./planar-image.js";

/**
 * The share of Σ (c − f)² that a background explains at least. Of edges of MIN_EDGE pixels and more around parts of 24
 * photographs, no clean one has more than 0.30, all that are mixed with white or black have 0.88 and more
 * (`npm run bench:fit-pictures -- PATH… --only edges`).
 */
export const MIN_EXPLAINED = 0.5;
/** Pixels of an edge at least: of 74 clean ones with fewer, ten agree with a background by chance (the same script). */
export const MIN_EDGE = 64;

/**
 * Alpha, 0 where the colours of an edge are those of a former background.
 *
 * @param image [c, h, w], values in [0, 1].
 * @param alpha [1, h, w].
 * @returns the very same alpha where the edge is clean.
 */
export function withoutMixedEdge(image: PlanarImage, alpha: PlanarImage): PlanarImage {
  const edge = edgeOf(alpha);
  if (edge.length < MIN_EDGE || explainedShare(image, alpha, edge) < MIN_EXPLAINED) return alpha;
  const result = planarImage(alpha.width, alpha.height, 1, alpha.data.slice());
  for (const i of edge) result.data[i] = 0;
  return result;
}

/** Indices of partly transparent pixels that touch an invisible one and an opaque one. */
export function edgeOf({ width, height, data }: PlanarImage): number[] {
  const edge: number[] = [];
  for (let i = 0; i < data.length; i++) {
    if (!(data[i]! > 0 && data[i]! < 1)) continue;
    let [least, most] = [1, 0];
    forEachNear(i, 1, width, height, (n) => {
      least = Math.min(least, data[n]!);
      most = Math.max(most, data[n]!);
    });
    if (least <= 0 && most >= 1) edge.push(i);
  }
  return edge;
}

/** Indices of the opaque pixels that touch one. */
function opaqueBeside({ width, height, data }: PlanarImage, i: number): number[] {
  const found: number[] = [];
  forEachNear(i, 1, width, height, (n) => {
    if (data[n]! >= 1) found.push(n);
  });
  return found;
}

/**
 * The share of the differences between an edge and the opaque pixels beside it that a background explains, at most 1;
 * below 0 where the background that is fitted explains less than none, which it may in one channel.
 *
 * @param image [c, h, w], values in [0, 1]
 * @param alpha [1, h, w]
 * @param edge of {@link edgeOf}
 */
export function explainedShare(image: PlanarImage, alpha: PlanarImage, edge: readonly number[]): number {
  const pixels = alpha.data.length;
  const opaque = edge.map((i) => opaqueBeside(alpha, i));
  let [left, all] = [0, 0];
  for (let c = 0; c < image.channels; c++) {
    const plane = image.data.subarray(c * pixels, (c + 1) * pixels);
    const samples = edge.map((i, n) => {
      const inside = opaque[n]!.reduce((sum, at) => sum + plane[at]!, 0) / opaque[n]!.length;
      return { share: 1 - alpha.data[i]!, inside, difference: plane[i]! - inside };
    });
    let [weighted, weight] = [0, 0];
    for (const { share, inside, difference } of samples) {
      weighted += share * (difference + share * inside);
      weight += share * share;
    }
    const background = weighted / weight;
    for (const { share, inside, difference } of samples) {
      left += (difference - share * (background - inside)) ** 2;
      all += difference ** 2;
    }
  }
  return all > 0 ? 1 - left / all : 0;
}
