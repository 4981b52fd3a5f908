/**
 * What the methods of estimating a kernel have in common:
 *
 * - `auto` (auto.ts): the mean of several blur shapes fitted to the image's spectrum. The most accurate method; takes
 *   half a second for a small image.
 * - `spectral` (spectral.ts): a Gaussian in closed form; takes some hundredths of a second.
 * - `kernelgan` (kernelgan.ts): the published method (Bell-Kligler, Shocher and Irani, NeurIPS 2019), a GAN trained on
 *   the image alone; takes some twenty seconds on two cores.
 *
 * One rule decides whether to trust what they find (trust.ts). To add a method: write a file like these, add its name
 * to choices.ts, and add it to the table in estimate-kernel.ts.
 */
import type { SettingsOverrides } from "../gan/settings.js";
import type { TrainingProgress } from "../gan/trainer.js";
import { LIGHT_OPTION, type PlanarImage, WRAP_OPTION } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable, OptionValues, ResolvedOptions } from "../options/index.js";
import type { BlurEvidence } from "../spectral/index.js";
import type { Warning } from "../warnings.js";
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
  light: LIGHT_OPTION,
  wrap: WRAP_OPTION,
} as const satisfies OptionTable;

/** Arguments beside the options of the table, for programs. */
export interface EstimateSettings {
  /** `kernelgan`: constants to replace in the preset, e.g. `{ learningRate: 1e-4, sparse: { weight: 2 } }`. */
  settings?: SettingsOverrides | undefined;
  /**
   * How opaque the image is: [1, h, w], values in [0, 1], as {@link fromImageData} returns it. The kernel is then
   * estimated from the visible part alone (estimate/visible-part.ts).
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
  /** The share of the estimate that is done, in [0, 1]; an approximation. */
  done: number;
  /** The seconds that the rest will take; an approximation. */
  secondsLeft: number;
  /** Only from `kernelgan`: the run being trained; if several are trained side by side, the first of them. */
  training?: TrainingProgress & {
    /** Number of the run, from 0; failed runs count. */
    run: number;
    /** How many runs have to end with a kernel. */
    runs: number;
  };
}

/** What a method works on. */
export interface EstimateTask {
  /** [1 or 3, h, w], values in [0, 1]; the image given, or a smaller version of it that shows its blur better. */
  readonly image: PlanarImage;
  /** What `image` says about its blur. */
  readonly evidence: BlurEvidence;
  /** What the image says at its original size; the same as `evidence` unless `image` is a smaller version. */
  readonly ownEvidence: BlurEvidence;
}

/** How far a kernel can be trusted. */
export interface Judgement {
  /** In [0, 1]. */
  readonly confidence: number;
  /** Whether to use it. If not, the bicubic kernel takes its place, unless the option `fallback` is off. */
  readonly isTrusted: boolean;
}

/** What a method finds, before it is decided how far that can be trusted. */
export interface Found<Result extends EstimateResult> {
  /** The kernel for a scale factor, aligned, sum 1; for every factor up to the one asked for. */
  kernelOf(scale: Scale): Kernel;
  /** The kernel whose confidence stands for that of {@link kernelOf}; default: that kernel itself. */
  judgedBy?(scale: Scale): Kernel;
  /** The factor whose kernel is judged, where those of the other factors follow from it; default: the one asked for. */
  readonly judgedScale?: Scale | undefined;
  /** The method's own judgement of its kernel; default: one from the evidence of the spectrum. */
  readonly judgement?: Judgement | undefined;
  readonly warnings: readonly Warning[];
  /** The fields of the result that only this method has. */
  readonly own: Omit<Result, keyof EstimateResult> &
    Pick<Result, "method"> & { readonly timing: Omit<Result["timing"], "seconds"> };
}

/** A method. */
export interface KernelEstimator<Rows extends OptionTable, Result extends EstimateResult> {
  /** Its own options: with another method they are refused. */
  readonly options: Rows;
  /**
   * The share of the time for a large image that goes into measuring the evidence, in [0, 1]; default 0: that part is
   * then not reported as progress.
   */
  readonly evidenceShare?: number;
  /** Side of the bicubic kernel that it falls back to, by scale factor; default: that of the kernel that it found. */
  fallbackSize?(scale: Scale): number;
  /**
   * Whether it is given an image with wide blur at a smaller size that shows it better (spectral/fit/blur-level.ts).
   */
  readonly showsWideBlur?: boolean;
  /** Whether it estimates once more in linear light if that is what the blur mixed. */
  readonly repeatsInLight?: boolean;
  /**
   * Checks what the table of options cannot express; independent of the image.
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
