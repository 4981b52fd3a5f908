/** An estimate from the pixel values, or from the same in linear light (image/light.ts). */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable } from "../options/index.js";
import { type Pause, pauses } from "../pause.js";
import { BlurEvidence, findBlurLevel } from "../spectral/index.js";
import { secondsLeft } from "../time-left.js";
import type { Scale } from "./choices.js";
import type { EstimateControl, EstimateTask, Found, KernelEstimator } from "./method.js";
import type { EstimateResult } from "./result.js";
import { type Trusted, trust } from "./trust.js";

/** The share of the time for the evidence that the image's own size takes, where smaller sizes are tried as well. */
const OWN_SIZE_SHARE = 0.3;

/** A method, with the values of its options. */
export interface ChosenMethod
  extends Omit<KernelEstimator<OptionTable, EstimateResult>, "options" | "check" | "run"> {
  readonly scale: Scale;
  /** Whether the safe kernels take the place of those that are not trusted. */
  readonly fallback: boolean;
  run(task: EstimateTask, control: EstimateControl): Promise<Found<EstimateResult>>;
}

/** What an estimate is a part of. */
export interface PartOfEstimate extends EstimateControl {
  /** When the whole estimate was started, as of `performance.now()`. */
  readonly started: number;
  /** The part of the whole estimate that this is, in [0, 1]. */
  readonly from: number;
  readonly to: number;
  /** The size of the picture, for the warnings. */
  readonly picture: { readonly width: number; readonly height: number };
  /** The evidence of the pixel values, if the image is in linear light. */
  readonly ofValues?: BlurEvidence | undefined;
}

/** What was found in one light. */
export interface InOneLight extends Trusted {
  readonly scale: Scale;
  /** The kernel that was found, whether it is trusted or not. */
  readonly found: Kernel;
  readonly evidence: BlurEvidence;
  readonly timing: object;
}

/**
 * Estimates the kernel of what was blurred of an image.
 *
 * @param image [1 or 3, h, w], values in [0, 1], of the pixel values or of linear light
 * @throws KernelGanError as `estimateKernel`
 */
export async function estimateInOneLight(
  image: PlanarImage,
  method: ChosenMethod,
  { signal, onProgress, openTrainers, started, from, to, picture, ofValues }: PartOfEstimate,
): Promise<InOneLight> {
  const pause = pauses(signal);
  const { scale, fallback, evidenceShare: share = 0 } = method;
  const part = (done: number): number => from + (to - from) * done;
  const report = (ofEvidence: number): void => {
    const done = part(share * ofEvidence);
    if (share > 0) onProgress?.({ done, secondsLeft: secondsLeft(done, started) });
  };
  const task = await gatherEvidence(image, method, { pause, report, ofValues });
  const { warnings, own, ...found } = await method.run(task, {
    signal,
    openTrainers,
    onProgress:
      onProgress &&
      ((own) => {
        const done = part(share + (1 - share) * own.done);
        // A run does not know of linear light, which may follow; a training knows best how long it takes.
        onProgress({ ...own, done, ...(!own.training && { secondsLeft: secondsLeft(done, started) }) });
      }),
  });
  await pause();
  const trusted = await trust(task.ownEvidence, found, {
    scale,
    fallback,
    shown: task.evidence,
    picture,
    sizeOf: method.fallbackSize,
    pause,
  });
  return {
    ...own,
    scale,
    ...trusted,
    found: found.kernelOf(scale),
    evidence: task.ownEvidence,
    warnings: [...warnings, ...trusted.warnings],
  };
}

/** The evidence of an image at its own size and, of methods that look for wide blur, at the size that shows it. */
async function gatherEvidence(
  image: PlanarImage,
  { scale, showsWideBlur }: ChosenMethod,
  {
    pause,
    report,
    ofValues,
  }: { pause: Pause; report: (done: number) => void; ofValues: BlurEvidence | undefined },
): Promise<EstimateTask> {
  const ownShare = showsWideBlur ? OWN_SIZE_SHARE : 1;
  const ownEvidence = await BlurEvidence.measure(image, pause, {
    ownGrid: scale === 1,
    ofValues,
    onProgress: (part) => report(ownShare * part),
  });
  if (!showsWideBlur) return { image, evidence: ownEvidence, ownEvidence };
  const level = await findBlurLevel(image, ownEvidence, {
    pause,
    onProgress: (part) => report(ownShare + (1 - ownShare) * part),
  });
  return { ...level, ownEvidence };
}
