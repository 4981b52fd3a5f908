/** Pictures with the grain of film, and with backgrounds in which it shows. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { downscale } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { gaussianKernel } from "./pictures.js";

/** As with a large aperture: the middle is sharp, what surrounds it soft. */
export function inFocus(scene: PlanarImage): PlanarImage {
  const { width, height } = scene;
  const soft = downscale(scene, gaussianKernel(61, 10, 1), 1);
  const data = scene.data.map((value, i) => {
    const [y, x] = [Math.floor(i / width) - height / 2, (i % width) - width / 2];
    return Math.hypot(y, x) < height / 3 ? value : soft.data[i]!;
  });
  return planarImage(width, height, 1, data);
}

/** With noise of `deviation` gray levels, correlated as a Gaussian of `radius` pixels leaves it; rounded to 8 bits. */
export function withGrain(image: PlanarImage, deviation: number, radius: number): PlanarImage {
  const numbers = random(8);
  const { width, height } = image;
  const white = planarImage(width, height, 1);
  for (let i = 0; i < white.data.length; i++) white.data[i] = numbers.normal();
  const grain = radius > 0 ? downscale(white, gaussianKernel(9, radius, 1), 1) : white;
  const rms = Math.sqrt(grain.data.reduce((sum, value) => sum + value * value, 0) / grain.data.length);
  const data = image.data.map((value, i) => {
    const level = 255 * value + (deviation * grain.data[i]!) / rms;
    return Math.round(Math.min(255, Math.max(0, level))) / 255;
  });
  return planarImage(width, height, 1, data);
}
