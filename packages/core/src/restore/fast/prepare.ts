/** Getting `fast` ready before there is a picture. */
import { processors } from "#onnxruntime";
import { planarImage } from "../../image/index.js";
import { bicubicKernel } from "../../kernel/index.js";
import { random } from "../../random.js";
import { simdModule } from "../../simd/module.js";
import { assumedNoise, imageNoise } from "../assumed-noise.js";
import { restoreFast } from "./restore-fast.js";
import { keepWorkers, startWorkers } from "./simd/crew.js";
import { type PictureSize, workersWorthStarting } from "./simd/picture.js";

/** Side of the pictures to warm up with: each takes some ten milliseconds, and has work for three threads. */
const SIDE = 96;
/** How many: then all of the method's code is compiled well. */
const PICTURES = 4;
/** Workers that wait for the first picture; larger pictures start more. */
const WAITING = 3;

/**
 * Compiles the engine and starts the workers that pay for a picture of this size. To be called before the picture is
 * decoded: that takes about as long.
 *
 * @param threads as the option of `fast`
 * @returns to be called after `fast`: ends the workers
 */
export function prepareFast(size: PictureSize, threads: number = processors()): () => void {
  const release = keepWorkers();
  void simdModule();
  void startWorkers(workersWorthStarting(size, threads));
  return release;
}

/**
 * Gets a program ready that upscales pictures as they come: keeps workers from now on, and uses all of `fast` a few
 * times. WebAssembly is compiled in a hurry first and well only once it is in use, as JavaScript is; until then a small
 * picture takes twice its time. Takes a fifth of a second.
 *
 * @param signal ends it early, when there is something better to do; the workers remain
 */
export async function warmUpFast(signal?: AbortSignal, threads: number = processors()): Promise<void> {
  keepWorkers();
  await startWorkers(Math.min(threads - 1, WAITING));
  const { uniform } = random(0);
  const image = planarImage(SIDE, SIDE, 3);
  for (let i = 0; i < image.data.length; i++) image.data[i] = uniform();
  for (let i = 0; i < PICTURES && !signal?.aborted; i++) {
    // Not with the signal: cancelled work ends its workers.
    await restoreFast(image, bicubicKernel(2), 2, {
      noise: assumedNoise(imageNoise(image, 2), 1 / 255, 2),
      threads,
    });
  }
}
