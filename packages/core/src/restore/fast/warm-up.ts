/**
 * What the first picture pays for: WebAssembly is compiled in a hurry first and well only once it is in use, as JavaScript is. Until
 * then a small picture takes twice its time.
 */
import { planarImage } from "../../image/index.js";
import { bicubicKernel } from "../../kernel/index.js";
import { random } from "../../random.js";
import { restoreFast } from "./restore-fast.js";

const SIDE = 96;

/** Uses all of `fast` once, on a picture of noise, so that it is compiled when the first picture comes; a fifth of a second. */
export async function warmUpFast(): Promise<void> {
  const { uniform } = random(0);
  const image = planarImage(SIDE, SIDE, 3);
  for (let i = 0; i < image.data.length; i++) image.data[i] = uniform();
  await restoreFast(image, bicubicKernel(2), 2, { noise: 1 / 255 });
}
