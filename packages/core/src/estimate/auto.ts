/**
 * The method `auto`: fits blur shapes to the image's spectrum and averages them (spectral/analyse-blur.ts). Where no
 * shape explains the spectrum, it also looks for a kernel without a model (blind/find-kernel.ts), and takes that if it
 * explains the spectrum better and can be trusted.
 */
import { type BlindKernel, blindConfidence, findBlindKernel } from "../blind/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable } from "../options/index.js";
import { type Pause, pauses } from "../pause.js";
import { analyseBlur, isWideBlur, shapeKernelSize } from "../spectral/index.js";
import { secondsLeft } from "../time-left.js";
import type { Scale } from "./choices.js";
import { isContradicted } from "./contradiction.js";
import type { EstimateTask, Found, Judgement, KernelEstimator } from "./method.js";
import type { AutoEstimate } from "./result.js";
import { judgementOf } from "./trust.js";

/**
 * The loss of the shapes' mean above which a kernel without a model is looked for. Below it the search, which takes
 * seconds, seldom finds anything better. Chosen by hand: the loss of 11 of 14 sharp photographs of BSD68 and Urban100
 * is below it, that of 26 of 28 photographs blurred along random paths above (`npm run bench:fit-blind` counts them).
 */
export const UNEXPLAINED = 110;
/**
 * If the shapes are not trusted but have at least this evidence of a blur, a kernel without a model is looked for
 * whatever their loss. Counted by the same script.
 */
export const MIN_EVIDENCE = 15;
/**
 * The least confidence with which a kernel without a model is used: `npm run bench:fit-blind` prints what is gained and
 * lost with other limits.
 */
const MIN_BLIND_CONFIDENCE = 0.3;
/**
 * If its loss is no less than that of shapes that are not trusted, a kernel without a model must have at least this
 * sparsity (find-kernel.ts) to be used. Cases of `npm run bench:fit-blind` with less lose up to 14 dB by it.
 */
const MIN_SPARSITY = 0.13;
/**
 * At ×2 and more, the loss of a kernel without a model must be less than that of trusted shapes by at least this. Some
 * scenes, such as regular structures, have a spectrum that no blur explains; there the many free weights of such a
 * kernel fit a little better without being right. Of 48 photographs under random paths, the kernels without a model
 * whose shapes are trusted, 14, all gain 12 or more (`npm run bench:fit-blind`). Of 190 other cases, under paths and
 * short blurs, there are ten such kernels; two of them gain less than 3, and lost 1.1 and 3.0 dB to the shapes. At
 * scale 1, where nothing is aliased, there is no such limit: those below it gain 1.1 dB on average.
 */
export const MIN_LOSS_GAIN = 10;
/**
 * The least side of an image for which a kernel without a model is looked for. A safety limit, not fitted: the largest
 * such kernel, of 27 pixels, takes more than a quarter of it.
 */
const MIN_BLIND_SIDE = 96;
/** The share of the time that the shapes take if a kernel without a model is looked for afterwards. */
const SHAPES_SHARE = 0.3;

export const AUTO_OPTIONS = {} as const satisfies OptionTable;

export const AUTO: KernelEstimator<typeof AUTO_OPTIONS, AutoEstimate> = {
  options: AUTO_OPTIONS,
  evidenceShare: 0.5,
  fallbackSize: shapeKernelSize,
  showsWideBlur: true,
  async run(task, { scale }, { signal, onProgress }) {
    const started = performance.now();
    const report = (done: number): void => {
      onProgress?.({ done, secondsLeft: secondsLeft(done, started) });
    };
    const pause = pauses(signal);
    const blur = await analyseBlur(task.evidence, {
      pause,
      onProgress: (done) => report(SHAPES_SHARE * done),
    });
    const apparent = blur.apparentKernel(scale);
    await pause();
    const judgement = await judgementOf(apparent, scale, task.ownEvidence, {
      shown: task.evidence,
      arcWeight: blur.shapes.arc,
      pause,
    });
    await pause();
    const free = await findFree(apparent, judgement, task, scale, pause, (done) =>
      report(SHAPES_SHARE + (1 - SHAPES_SHARE) * done),
    );
    report(1);
    const shapes = free ? { ...mapValues(blur.shapes, () => 0), free: 1 } : { ...blur.shapes, free: 0 };
    return {
      ...(free ?? { kernelOf: blur.kernel, judgedBy: blur.apparentKernel, judgement }),
      warnings: [],
      own: { method: "auto", shapes, timing: {} },
    };
  },
};

/** A kernel without a model, if one is worth looking for, can be trusted, and is better than that of the shapes. */
async function findFree(
  apparent: Kernel,
  shapes: Judgement,
  { ownEvidence, evidence: shown }: EstimateTask,
  scale: Scale,
  pause: Pause,
  onProgress: (done: number) => void,
): Promise<Pick<Found<AutoEstimate>, "kernelOf" | "judgement"> | undefined> {
  // A smaller size of the image says nothing about the finest detail of a kernel.
  const evidence = shown.shrunkBy > 1 ? ownEvidence : shown;
  const { loss: shapesLoss, evidence: support } = evidence.of(apparent, scale);
  // A blur that only shows after shrinking the image is too wide for the largest kernel without a model.
  const isExplained = shapes.isTrusted
    ? shown.shrunkBy > 1 || shapesLoss < UNEXPLAINED
    : shapesLoss < UNEXPLAINED && support < MIN_EVIDENCE;
  const isPossible =
    !evidence.isFaint &&
    !evidence.isInterpolated &&
    !evidence.isGrainy &&
    Math.min(evidence.middle.width, evidence.middle.height) >= MIN_BLIND_SIDE;
  if (isExplained || !isPossible) return undefined;
  const free: BlindKernel = await findBlindKernel(evidence.middle, { pause, onProgress });
  const judged = evidence.of(free.kernel(scale), scale);
  const confidence = blindConfidence({ ...free, ...judged, scale });
  const isTrusted = confidence >= MIN_BLIND_CONFIDENCE && isWideBlur(judged.variance);
  const lossGain = shapesLoss - judged.loss;
  if (!isTrusted || !isBetter({ lossGain, sparsity: free.sparsity }, shapes, scale)) return undefined;
  if (await isContradicted(evidence, free.kernel(scale), scale, pause)) return undefined;
  return { kernelOf: free.kernel, judgement: { confidence, isTrusted } };
}

/**
 * Whether a kernel without a model is used instead of the shapes.
 *
 * @param free.lossGain by how much its loss is less than that of the shapes
 */
export function isBetter(
  { lossGain, sparsity }: { lossGain: number; sparsity: number },
  shapes: Pick<Judgement, "isTrusted">,
  scale: Scale,
): boolean {
  const least = shapes.isTrusted && scale > 1 ? MIN_LOSS_GAIN : 0;
  return lossGain > least || (!shapes.isTrusted && sparsity >= MIN_SPARSITY);
}

function mapValues<Key extends string, Value, Changed>(
  values: Readonly<Record<Key, Value>>,
  change: (value: Value) => Changed,
): Record<Key, Changed> {
  const entries = Object.entries<Value>(values).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<Key, Changed>;
}
