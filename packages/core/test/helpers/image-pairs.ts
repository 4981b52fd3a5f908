/** Images that any language can make; the same as in data/make-metrics-references.py. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { noise } from "./noise.js";

/** An image, and a worse one. */
export interface Pair {
  sr: PlanarImage;
  hr: PlanarImage;
}

/** How a pair is made. */
export interface PairSource {
  /** [channels, height, width] */
  shape: number[];
  /** The largest whole number that a sample can be, 255 or 65535; it stands for 1. */
  maximum: number;
  seed: number;
  /** Largest error of a sample, as a whole number. */
  amplitude: number;
}

/**
 * Triangle waves `maximum / 85 · |(5x + 3y + 17c) mod 170 − 85|`, and the same plus `⌊(2·amplitude + 1) · noise⌋ −
 * amplitude`, clipped.
 */
export function pair({ shape, maximum, seed, amplitude }: PairSource): Pair {
  const [channels, height, width] = shape as [number, number, number];
  const steps = noise(seed, channels * height * width);
  const hr = new Float32Array(steps.length);
  const sr = new Float32Array(steps.length);
  for (let i = 0; i < steps.length; i++) {
    const [c, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    const value = (maximum / 85) * Math.abs(((5 * x + 3 * y + 17 * c) % 170) - 85);
    const worse = value + Math.floor((2 * amplitude + 1) * steps[i]!) - amplitude;
    hr[i] = value / maximum;
    sr[i] = Math.min(Math.max(worse, 0), maximum) / maximum;
  }
  return { sr: planarImage(width, height, channels, sr), hr: planarImage(width, height, channels, hr) };
}

/** A gray image's RGB twin: R = G = B. */
export function asRgb({ width, height, data }: PlanarImage): PlanarImage {
  return planarImage(width, height, 3, Float32Array.from([...data, ...data, ...data]));
}

/** An image all of one value. */
export function level(width: number, height: number, value: number, channels = 1): PlanarImage {
  const data = new Float32Array(width * height * channels).fill(value);
  return planarImage(width, height, channels, data);
}
