/**
 * What the methods of estimating a kernel have in common:
 *
 * - `auto` (auto.ts): blur shapes fitted to the image's spectrum, averaged. The most accurate, half a second for a
 *   small image.
 * - `spectral` (spectral.ts): a Gaussian in closed form, some hundredths of a second.
 * - `kernelgan` (kernelgan.ts): the published method (Bell-Kligler, Shocher and Irani, NeurIPS 2019), an internal GAN
 *   trained on the image; some twenty seconds on two cores.
 *
 * What they find is trusted by one rule (trust.ts). A new method is a file like these, its name in choices.ts, and its
 * entry in the table of estimate-kernel.ts.
 */
import type { SettingsOverrides } from "../gan/settings.js";
import type { TrainingProgress } from "../gan/trainer.js";
import { type PlanarImage, WRAP_OPTION } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable, OptionValues, ResolvedOptions } from "../options/index.js";
import type { BlurEvidence } from "../spectral/index.js";
import { ESTIMATE_METHODS, SCALES, type Scale } from "./choices.js";
import type { EstimateResult } from "./result.js";
import type { OpenTrainers } from "./run-trainer.js";

/** The options of all methods. */
export const COMMON_ESTIMATE_OPTIONS = {
  scale: {
    type: "choice",
    values: SCALES,
    default: 2,
    help: "downscaling factor; 1: the blur on the image's own grid",
  },
  method: {
    type: "choice",
    values: ESTIMATE_METHODS,
    default: "auto",
    help: "auto: the most accurate; spectral: closed form; kernelgan: the published GAN",
  },
  fallback: {
    type: "boolean",
    default: true,
    help: "take the bicubic kernel instead where the estimate cannot be trusted",
  },
  wrap: WRAP_OPTION,
} as const satisfies OptionTable;

/** Arguments beside the options of the table, for programs. */
export interface EstimateSettings {
  /** `kernelgan`: constants to replace in the preset, e.g. `{ learningRate: 1e-4, sparse: { weight: 2 } }`. */
  settings?: SettingsOverrides | undefined;
  /**
   * How opaque the image is: [1, h, w], values in [0, 1], as {@link fromImageData} returns it. The kernel is then that
   * of the visible part (estimate/visible-part.ts).
   */
  alpha?: PlanarImage | undefined;
}

/** How to follow and stop an estimate. */
export interface EstimateControl {
  /** Cancels the estimate within a tenth of a second. */
  signal?: AbortSignal | undefined;
  /** Called some ten times a second. */
  onProgress?: ((progress: EstimateProgress) => void) | undefined;
  /**
   * Trains the runs of `kernelgan` side by side; by default they are trained here, one after the other.
   *
   * @internal
   */
  openTrainers?: OpenTrainers | undefined;
}

/** The progress of an estimate. */
export interface EstimateProgress {
  /** Share that is done, in [0, 1]. */
  done: number;
  /** Estimated, as `done`. */
  secondsLeft: number;
  /** `kernelgan`: the present run; of several side by side the first one. */
  training?: TrainingProgress & {
    /** 0 for the first run; runs that failed count. */
    run: number;
    /** Runs that are to end with a kernel. */
    runs: number;
  };
}

/** What to find the kernel of. */
export interface EstimateTask {
  /** [1 or 3, h, w], values in [0, 1]. */
  readonly image: PlanarImage;
  /** What the image says about its blur. */
  readonly evidence: BlurEvidence;
  /** The same at the size that it came in: another one, if the image was shrunk until it shows its blur. */
  readonly ownEvidence: BlurEvidence;
}

/** How far a kernel can be trusted. */
export interface Judgement {
  /** In [0, 1]. */
  readonly confidence: number;
  /** Whether it is to be used, unless there is to be no fallback. */
  readonly isTrusted: boolean;
}

/** What a method finds, before it is known how far that can be trusted. */
export interface Found<Result extends EstimateResult> {
  /** The kernel for a scale factor, aligned, sum 1: of all factors up to that of the options. */
  kernelOf(scale: Scale): Kernel;
  /** The kernel whose confidence is that of the one found, if it is another. */
  judgedBy?(scale: Scale): Kernel;
  /**
   * The factor that the kernels are judged for, where that is not the one asked for: that of which the others follow.
   */
  readonly judgedScale?: Scale | undefined;
  /** What the method knows of its kernel beyond the evidence of the spectrum, which decides otherwise. */
  readonly judgement?: Judgement | undefined;
  readonly warnings: readonly string[];
  /** The fields of the result that only this method has. */
  readonly own: Omit<Result, keyof EstimateResult> &
    Pick<Result, "method"> & { readonly timing: Omit<Result["timing"], "seconds"> };
}

/** A method. */
export interface KernelEstimator<Rows extends OptionTable, Result extends EstimateResult> {
  /** Its own options: with another method they are refused. */
  readonly options: Rows;
  /** The share of the time that goes into the evidence, if that is to count in the progress: that of a large image. */
  readonly evidenceShare?: number;
  /**
   * The frame of the safe kernel where it falls back, by scale factor; by default that of the kernel which was found.
   */
  fallbackSize?(scale: Scale): number;
  /** It takes an image that was shrunk until it shows its blur (spectral/blur-level.ts), with the evidence of that. */
  readonly showsWideBlur?: boolean;
  /**
   * Checks what the table cannot, whatever the image.
   *
   * @throws KernelGanError `invalid-argument`
   */
  check?(options: OptionValues<typeof COMMON_ESTIMATE_OPTIONS & Rows> & EstimateSettings): void;
  /** @param options checked, with their defaults */
  run(
    task: EstimateTask,
    options: ResolvedOptions<typeof COMMON_ESTIMATE_OPTIONS & Rows> & EstimateSettings,
    control: EstimateControl,
  ): Promise<Found<Result>>;
}
