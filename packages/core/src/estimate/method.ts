/**
 * What the methods of estimating a kernel have in common:
 *
 * - `auto` (auto.ts): blur shapes fitted to the image's spectrum across scales, averaged. The most accurate, half a second
 *   for a small image.
 * - `spectral` (spectral.ts): a Gaussian in closed form, some hundredths of a second.
 * - `kernelgan` (kernelgan.ts): the published method (Bell-Kligler, Shocher and Irani, NeurIPS 2019), an internal GAN
 *   trained on the image; some 20 seconds.
 *
 * A new method is a file like these, its name in choices.ts, and its entry in the table of estimate-kernel.ts.
 */
import type { SettingsOverrides } from "../gan/presets.js";
import type { TrainingProgress } from "../gan/trainer.js";
import type { PlanarImage } from "../image/index.js";
import type { OptionTable, OptionValues, ResolvedOptions } from "../options/index.js";
import { ESTIMATE_METHODS, SCALES } from "./choices.js";
import type { EstimateResult } from "./result.js";

/** The options of all methods. */
export const COMMON_ESTIMATE_OPTIONS = {
  scale: { type: "choice", values: SCALES, default: 2, help: "downscaling factor" },
  method: {
    type: "choice",
    values: ESTIMATE_METHODS,
    default: "auto",
    help: "auto: the most accurate; spectral: closed form; kernelgan: the published GAN",
  },
} as const satisfies OptionTable;

/** Arguments beside the options of the table, for programs. */
export interface EstimateSettings {
  /** `kernelgan`: constants to replace in the preset, e.g. `{ learningRate: 1e-4, sparse: { weight: 2 } }`. */
  settings?: SettingsOverrides | undefined;
}

/** How to follow and stop an estimate. */
export interface EstimateControl {
  /** Cancels the estimate: `kernelgan` within a tenth of a second, the others before they begin. */
  signal?: AbortSignal | undefined;
  /** Called some ten times a second by `kernelgan`; the others are too fast to report. */
  onProgress?: ((progress: EstimateProgress) => void) | undefined;
}

/** The progress of an estimate by `kernelgan`. */
export interface EstimateProgress extends TrainingProgress {
  /** 0 for the first run, n after n restarts. */
  run: number;
}

/** A method. */
export interface KernelEstimator<Rows extends OptionTable, Result extends EstimateResult> {
  /** Its own options: with another method they are refused. */
  readonly options: Rows;
  /**
   * Checks what the table cannot, whatever the image.
   *
   * @throws KernelGanError `invalid-argument`
   */
  check?(options: OptionValues<typeof COMMON_ESTIMATE_OPTIONS & Rows> & EstimateSettings): void;
  /** @param options checked, with their defaults */
  run(
    image: PlanarImage,
    options: ResolvedOptions<typeof COMMON_ESTIMATE_OPTIONS & Rows> & EstimateSettings,
    control: EstimateControl,
  ): Promise<Result>;
}
