/**
 * The method `auto`: fits blur shapes to the image's spectrum and averages them (spectral/fit/analyse-blur.ts). Where
 * no shape explains the spectrum, it also looks for a kernel without a model (blind/find-kernel.ts), and takes that if
 * it can be trusted and the shapes cannot, or if it explains the spectrum clearly better than they do.
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
export const MIN_BLIND_CONFIDENCE = 0.3;
/** When a kernel without a model takes the place of shapes that are trusted. */
export interface ReplacementLimits {
  /** Not if the confidence in the shapes is at least this, where a line has {@link LINE_SHARE} of their weight. */
  readonly sureOfLine: number;
  /** The same where an arc has {@link ARC_SHARE} of it. */
  readonly sureOfArc: number;
  /** The least by which its loss must be less than theirs. */
  readonly lossGain: number;
}

/**
 * The many free weights of a kernel without a model can come close to a short motion, and explain a spectrum better than
 * the line itself, as no scene has quite the spectrum of the model; but it has not the line's exact zeros, and brings
 * less. Of 192 motions of 2 to 6 pixels (48 photographs of BSD68 and Urban100, scale 1 and ×2), twelve would lose 3.0 dB
 * on average by such a kernel without `sureOfLine`; one does. `sureOfArc` keeps one more, and kodim07 under a motion of 4
 * pixels at ×2, which would lose 6.4 dB. Of the same photographs under random paths, five gain 1.6 dB by it
 * (`npm run bench:fit-blind`, which prints other limits as well).
 */
export const REPLACEMENT: ReplacementLimits = { sureOfLine: 0.8, sureOfArc: 0.94, lossGain: 3 };
const LINE_SHARE = 1 / 3;
const ARC_SHARE = 1 / 2;
/**
 * The least side of an image for which a kernel without a model is looked for. A safety limit, not fitted: the largest
 * such kernel, of 27 pixels, takes more than a quarter of it.
 */
const MIN_BLIND_SIDE = 96;
/** The weights of the shapes that are a path, each in [0, 1]. */
type PathWeights = Readonly<Record<"motion" | "arc", number>>;
/** The share of the time that the shapes take if a kernel without a model is looked for afterwards. */
const SHAPES_SHARE = 0.3;

export const AUTO_OPTIONS = {} as const satisfies OptionTable;

export const AUTO: KernelEstimator<typeof AUTO_OPTIONS, AutoEstimate> = {
  options: AUTO_OPTIONS,
  evidenceShare: 0.5,
  fallbackSize: shapeKernelSize,
  showsWideBlur: true,
  repeatsInLight: true,
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
    const free = await findFree(apparent, blur.shapes, judgement, task, scale, pause, (done) =>
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
  weights: PathWeights,
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
    ? shown.shrunkBy > 1 || shapesLoss < UNEXPLAINED || areSure(shapes, weights)
    : shapesLoss < UNEXPLAINED && support < MIN_EVIDENCE;
  const isPossible =
    !evidence.isFaint &&
    !evidence.isInterpolated &&
    !evidence.isGrainy &&
    Math.min(evidence.middle.width, evidence.middle.height) >= MIN_BLIND_SIDE;
  if (isExplained || !isPossible) return undefined;
  const free: BlindKernel = await findBlindKernel(evidence.middle, { pause, onProgress });
  const judged = evidence.of(free.kernel(scale), scale);
  const confidence = blindConfidence({ ...free, ...judged });
  const isTrusted = confidence >= MIN_BLIND_CONFIDENCE && isWideBlur(judged.variance);
  const isBetter = !shapes.isTrusted || shapesLoss - judged.loss > REPLACEMENT.lossGain;
  if (!isTrusted || !isBetter) return undefined;
  if (await isContradicted(evidence, free.kernel(scale), scale, pause)) return undefined;
  return { kernelOf: free.kernel, judgement: { confidence, isTrusted } };
}

/** Whether trusted shapes are a path so surely that no kernel without a model takes their place. */
export function areSure(
  { confidence }: Pick<Judgement, "confidence">,
  { motion, arc }: PathWeights,
  { sureOfLine, sureOfArc }: ReplacementLimits = REPLACEMENT,
): boolean {
  return (motion >= LINE_SHARE && confidence >= sureOfLine) || (arc >= ARC_SHARE && confidence >= sureOfArc);
}

function mapValues<Key extends string, Value, Changed>(
  values: Readonly<Record<Key, Value>>,
  change: (value: Value) => Changed,
): Record<Key, Changed> {
  const entries = Object.entries<Value>(values).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<Key, Changed>;
}
