/**
 * The method `auto`: blur shapes fitted to the image's spectrum, averaged (spectral/analyse-blur.ts); where none of
 * them explains it, a kernel without a model (blind/find-kernel.ts), if that explains more and can be trusted.
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
 * Loss of the shapes' mean from which on a kernel without a model is looked for. Chosen by hand: that of 11 of 14 sharp
 * photographs of BSD68 and Urban100 is below, that of 26 of 28 photographs under random paths above
 * (`npm run bench:fit-blind` counts them). Below it the search would take seconds and seldom find anything better.
 */
export const UNEXPLAINED = 110;
/**
 * Evidence of a blur, of shapes that are not trusted, from which on one is looked for in any case; counted there, too.
 */
export const MIN_EVIDENCE = 15;
/**
 * The confidence from which on such a kernel is used: `npm run bench:fit-blind` prints what is gained and lost by
 * others.
 */
const MIN_BLIND_CONFIDENCE = 0.3;
/**
 * The sparsity that it gains at least where the spectrum speaks for the shapes: of the cases of
 * `npm run bench:fit-blind` those with less lose by it, up to 14 dB.
 */
const MIN_SPARSITY = 0.13;
/**
 * At ×2 and more: by how much its loss is less at least than that of shapes that are trusted. With its many weights it
 * fits a little better where the scene has a spectrum of its own, as regular structures do, which no kernel explains.
 * Of 48 photographs under random paths all 14 such kernels have 12 and more (`npm run bench:fit-blind`); of ten of 190
 * others, under paths and short blurs, two have less than 3, and lost 1.1 and 3.0 dB to the shapes. (At scale 1, where
 * nothing is aliased, those with less bring 1.1 dB on average.)
 */
export const MIN_LOSS_GAIN = 10;
/**
 * Side of the smallest image for such a kernel. A safety limit, and not fitted: the largest frame, of 27 pixels, is
 * more than a quarter of it.
 */
const MIN_BLIND_SIDE = 96;
/** Share of the time that goes into the shapes, where a kernel without a model is looked for. */
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

/** A kernel without a model, where that is better than the shapes' and can be trusted. */
async function findFree(
  apparent: Kernel,
  shapes: Judgement,
  { ownEvidence, evidence: shown }: EstimateTask,
  scale: Scale,
  pause: Pause,
  onProgress: (done: number) => void,
): Promise<Pick<Found<AutoEstimate>, "kernelOf" | "judgement"> | undefined> {
  // The evidence of a smaller size says nothing of a kernel's finest detail.
  const evidence = shown.shrunkBy > 1 ? ownEvidence : shown;
  const { loss: shapesLoss, evidence: support } = evidence.of(apparent, scale);
  // What only shows in the image once it is shrunk has no room in a frame of the image's own pixels.
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
 * Whether a kernel without a model takes the place of the shapes.
 *
 * @param free.lossGain the shapes' loss less its own
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
