/**
 * A picture with everything that an upscaler has to restore: smooth shading, edges in all directions, stripes, colours,
 * a border.
 */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { NoiseBlocks, whiteNoise } from "../../src/noise/index.js";

const SHAPES = 14;
/** Samples per pixel and axis: edges are as soft as those of a sensor. */
const SUPERSAMPLING = 3;

/** [channels, height, width], values within [0.05, 0.95]. */
export function scene(width: number, height: number, channels = 1): PlanarImage {
  let state = 20;
  const next = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const shapes = Array.from({ length: SHAPES }, (_, i) => ({
    x: next() * width,
    y: next() * height,
    angle: next() * Math.PI,
    long: (0.1 + 0.3 * next()) * Math.max(width, height),
    wide: (0.04 + 0.15 * next()) * Math.max(width, height),
    colour: [next(), next(), next()],
    round: i % 3 === 0,
    stripes: i % 4 === 1,
  }));
  const colour = (x: number, y: number, c: number): number => {
    let value = 0.35 + (0.3 * x) / width + (0.2 * y) / height - 0.1 * c;
    for (const { x: cx, y: cy, angle, long, wide, colour, round, stripes } of shapes) {
      const u = ((x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle)) / long;
      const v = ((y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle)) / wide;
      const inside = round ? u * u + v * v < 1 : Math.abs(u) < 1 && Math.abs(v) < 1;
      if (inside) value = stripes && Math.floor(u * 5 + 100) % 2 === 0 ? 1 - colour[c]! : colour[c]!;
    }
    return 0.05 + 0.9 * Math.min(1, Math.max(0, value));
  };
  const result = planarImage(width, height, channels);
  for (let c = 0, i = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        let sum = 0;
        for (let a = 0; a < SUPERSAMPLING; a++) {
          for (let b = 0; b < SUPERSAMPLING; b++) {
            sum += colour(x + (b + 0.5) / SUPERSAMPLING, y + (a + 0.5) / SUPERSAMPLING, c);
          }
        }
        result.data[i] = sum / SUPERSAMPLING ** 2;
      }
    }
  }
  return result;
}

/** Root mean square difference; of the outermost `border` pixels alone if given. */
export function rms(a: PlanarImage, b: PlanarImage, border = Number.POSITIVE_INFINITY): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < a.data.length; i++) {
    const x = i % a.width;
    const y = Math.floor(i / a.width) % a.height;
    if (Math.min(x, y, a.width - 1 - x, a.height - 1 - y) >= border) continue;
    sum += (a.data[i]! - b.data[i]!) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

/** How many decibels `a` is nearer to `truth` than `b`. */
export function gain(a: PlanarImage, b: PlanarImage, truth: PlanarImage, border?: number): number {
  return 20 * Math.log10(rms(b, truth, border) / rms(a, truth, border));
}

/** White Gaussian noise added. */
export function withNoise(image: PlanarImage, sigma: number): PlanarImage {
  let state = 7;
  const next = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const noisy = image.data.map(
    (value) => value + sigma * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()),
  );
  return { ...image, data: noisy };
}

/** The standard deviation of an image's noise as the methods measure it, in gray levels of 255. */
export function noiseLevel(image: PlanarImage): number {
  return 255 * whiteNoise(new NoiseBlocks(image));
}
