/** One estimate of several: for images that one camera took, or frames of one animation. */
import { meanCurve, type ToneCurve } from "../image/index.js";
import { centreKernel, type Kernel, kernelSum, notesOf, reframe } from "../kernel/index.js";
import { median } from "../math/median.js";
import type { Scale } from "./choices.js";
import type { Estimate } from "./result.js";

/**
 * The share of the kernels' weight that their median keeps at least; of those that have less in common it would be a
 * spot that none of them is like. Chosen by hand: kernels of one blur, but for errors, keep 0.87 and more, lines in all
 * directions mostly less than 0.5 (`npm run bench:fit-pictures -- --only frames`).
 */
export const MIN_COMMON = 0.6;

/**
 * The estimate in the middle by its confidence, with the median of all kernels, weight by weight, in place of its own:
 * a frame whose estimate failed does not count. Where the kernels have little in common, it keeps its own. The tone
 * curve is the mean of all, as they are of one camera.
 *
 * @param estimates of one method and scale; at least one
 */
export function medianEstimate(estimates: readonly Estimate[]): Estimate {
  const sorted = [...estimates].sort((a, b) => a.confidence - b.confidence);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new RangeError("there is no estimate");
  // Where most are not to be trusted, the kernel is the bicubic one.
  if (estimates.length === 1 || middle.fellBack) return middle;
  const noted = { ...middle, toneCurve: middle.light === "linear" ? commonCurve(estimates) : undefined };
  const scales = Object.keys(middle.kernels).map(Number) as Scale[];
  const kernels = Object.fromEntries(
    scales.map((scale) => [
      scale,
      {
        ...(medianKernel(
          estimates.flatMap((one) => one.kernels[scale] ?? []),
          scale,
        ) ?? middle.kernels[scale]),
        ...notesOf(noted),
      },
    ]),
  ) as Partial<Record<Scale, Kernel>>;
  const seconds = estimates.reduce((sum, { timing }) => sum + timing.seconds, 0);
  return {
    ...noted,
    kernels,
    kernel: kernels[middle.scale] ?? middle.kernel,
    timing: { ...middle.timing, seconds },
  } as Estimate;
}

/** The mean of the tone curves, where all pictures whose blur mixed light have one: sRGB's is no mean of others. */
function commonCurve(estimates: readonly Estimate[]): ToneCurve | undefined {
  const curves = estimates.flatMap(({ light, fellBack, toneCurve }) =>
    light === "linear" && !fellBack ? [toneCurve] : [],
  );
  const known = curves.filter((curve) => curve !== undefined);
  return known.length > 0 && known.length === curves.length ? meanCurve(known) : undefined;
}

/**
 * The median of aligned kernels, aligned again: kernels that lean to different sides have one that is off the centre.
 *
 * @returns undefined where they have little in common
 */
function medianKernel(kernels: readonly Kernel[], scale: Scale): Kernel | undefined {
  const common = commonPart(kernels);
  return kernelSum(common) < MIN_COMMON ? undefined : { ...centreKernel(common, scale), scale };
}

/**
 * The median of aligned kernels, weight by weight, in the frame of the largest.
 *
 * @param kernels of sum 1, at least one
 * @returns a kernel whose sum is what they have in common: 1 where all are alike, 0 where each lies elsewhere
 */
export function commonPart(kernels: readonly Kernel[]): Kernel {
  const size = Math.max(...kernels.map((kernel) => kernel.size));
  const framed = kernels.map((kernel) => (kernel.size === size ? kernel : reframe(kernel, size)));
  const data = new Float64Array(size * size).map((_, i) =>
    median(framed.map((kernel) => kernel.data[i] ?? 0)),
  );
  return { size, data };
}
