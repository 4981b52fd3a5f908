/** `fast` with a trained denoiser for a prior: restore-prior.ts on the engine that the options name. */
import type { PlanarImage } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { OptionTable } from "../../options/index.js";
import { engineProcessors, openEngine } from "../../runtime/device.js";
import type { Device } from "../../runtime/engine.js";
import { ENGINE_OPTIONS } from "../../runtime/engine-options.js";
import type { Restoration } from "../method.js";
import { Denoiser } from "./denoiser.js";
import type { DenoiserModel } from "./denoiser-model.js";
import { type PriorOptions, restorePrior } from "./restore-prior.js";

/** The options that a prior has beside those of `fast`. */
export const PRIOR_OPTIONS = {
  priorIterations: {
    type: "integer",
    min: 1,
    max: 100,
    default: 8,
    help: "iterations with the prior; 24 gives the best results with DRUNet",
  },
  device: ENGINE_OPTIONS.device,
} as const satisfies OptionTable;

interface MethodOptions extends PriorOptions {
  readonly device: Device;
  readonly threads: number | undefined;
}

/** @throws KernelGanError as openEngine and restorePrior */
export async function restoreWithPrior(
  model: DenoiserModel,
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  { device, threads, ...options }: MethodOptions,
): Promise<Omit<Restoration, "noise" | "trainings">> {
  // Its maps are large enough for more threads than a training step's.
  const engine = await openEngine(device, threads ?? engineProcessors());
  const denoiser = await Denoiser.open(engine, model);
  try {
    return {
      image: await restorePrior(denoiser, image, kernel, scale, options),
      warnings: engine.warning ? [engine.warning] : [],
      engine: { device: engine.device, threads: engine.threads },
    };
  } finally {
    await denoiser.release();
  }
}
