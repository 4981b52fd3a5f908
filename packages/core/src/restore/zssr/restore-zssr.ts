/**
 * ZSSR for a given kernel (Shocher, Cohen and Irani, "Zero-Shot Super-Resolution using Deep Internal Learning", CVPR
 * 2018, as KernelGAN's authors use it): train a small network to undo the kernel's downscaling on the image itself,
 * then apply it to the image.
 *
 * ×4 takes two steps: ×2 with the kernel of ×2 first; its result is a second father for the training at ×4. ×8 takes
 * three.
 *
 * At scale 1 the image itself is no father: it is as blurred as the sons should be. Shrunk by 2 it is half as blurred,
 * and has the same edges and textures (T. Michaeli, M. Irani, "Blind Deblurring Using Internal Patch Recurrence", ECCV
 * 2014, section 2); blurred with the kernel it makes sons that look like the image.
 */
import { throwIfAborted, yieldToEventLoop } from "../../abort.js";
import { KernelGanError } from "../../errors.js";
import { imresize, type PlanarImage } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { Engine } from "../../runtime/engine.js";
import { enlarge } from "./enlarge.js";
import { Examples, fitCrop } from "./examples.js";
import type { ZssrSettings } from "./settings.js";
import { trainZssr, type ZssrProgress, type ZssrTraining } from "./trainer.js";

/** One step up: its factor relative to the image, and the kernel of that factor. */
export interface ZssrStep {
  scale: number;
  kernel: Kernel;
}

export interface ZssrOptions {
  seed: number;
  /** Standard deviation of the noise on the sons, in [0, 1]. */
  noise: number;
  /** After the network, see back-projection.ts. */
  backProjections: number;
  /** For the pass over the whole image, whose maps are large enough for more threads than a training step's. */
  enlargeThreads: number;
  signal: AbortSignal | undefined;
  /** Training; `step` counts from 0. */
  onTraining: ((progress: ZssrProgress, step: number) => void) | undefined;
  /** Enlarging: tiles done. */
  onTile: ((done: number, count: number, step: number) => void) | undefined;
}

/** The result of all steps. */
export interface ZssrResult {
  /** [c, s·h, s·w], not clipped. */
  image: PlanarImage;
  /** One for each step, without the weights. */
  trainings: ZssrStepTraining[];
}

/** The training of a step. */
export type ZssrStepTraining = Omit<ZssrTraining, "weights"> & { scale: number };

/** The shortest side of a son that is worth training on. */
const MIN_SON = 8;
/** How much the father of scale 1 is shrunk. */
const SHRINK = 2;

/**
 * @param image [c, h, w], values in [0, 1]
 * @param steps at least one, factors in ascending order; the last is that of the result
 * @throws KernelGanError `image-too-small`, `training-failed`, `aborted`
 */
export async function restoreZssr(
  engine: Engine,
  image: PlanarImage,
  steps: readonly ZssrStep[],
  settings: ZssrSettings,
  { seed, noise, backProjections, enlargeThreads, signal, onTraining, onTile }: ZssrOptions,
): Promise<ZssrResult> {
  const isBlurred = steps[0]?.scale === 1;
  const fathers = [isBlurred ? imresize(image, { scale: 1 / SHRINK }) : image];
  let result = image;
  const trainings: ZssrStepTraining[] = [];
  for (const [i, { scale, kernel }] of steps.entries()) {
    const size = { channels: image.channels, ...fitCrop(fathers, settings.cropSize, scale) };
    const smallest = MIN_SON * (isBlurred ? SHRINK : scale);
    if (Math.min(size.width, size.height) < MIN_SON * scale) {
      throw new KernelGanError(
        "image-too-small",
        `the image has ${image.width}×${image.height} pixels; zssr at ×${scale} needs at least ${smallest}×${smallest}: use the method "fast"`,
      );
    }
    const examples = new Examples(fathers, size, { kernel, scale, noise }, seed);
    const { weights, ...training } = await trainZssr(engine, examples, size, settings, {
      seed,
      signal,
      onProgress: onTraining && ((progress) => onTraining(progress, i)),
    });
    trainings.push({ scale, ...training });
    result = await enlarge({ ...engine, threads: enlargeThreads }, weights, image, {
      kernel,
      scale,
      backProjections,
      async onTile(done, count) {
        throwIfAborted(signal);
        onTile?.(done, count, i);
        await yieldToEventLoop();
      },
    });
    fathers.push(result);
  }
  return { image: result, trainings };
}
