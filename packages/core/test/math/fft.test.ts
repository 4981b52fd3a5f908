import { describe, expect, test } from "vitest";
import { Fft2d, fftLength } from "../../src/math/fft.js";
import { largestDifference, noise } from "../helpers/noise.js";

/** The definition, in O(n²). */
function dft(
  re: Float32Array,
  im: Float32Array,
  width: number,
  height: number,
): [Float64Array, Float64Array] {
  const outRe = new Float64Array(re.length);
  const outIm = new Float64Array(re.length);
  for (let k = 0; k < height; k++) {
    for (let l = 0; l < width; l++) {
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const angle = -2 * Math.PI * ((i * k) / height + (j * l) / width);
          const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
          const at = i * width + j;
          outRe[k * width + l]! += re[at]! * cos - im[at]! * sin;
          outIm[k * width + l]! += re[at]! * sin + im[at]! * cos;
        }
      }
    }
  }
  return [outRe, outIm];
}

const plane = (seed: number, length: number): Float32Array =>
  Float32Array.from(noise(seed, length), (v) => v - 0.5);

describe("Fft2d", () => {
  // Radices 1 to 5, alone and together; more and fewer lines than go side by side.
  test.each([
    [1, 1],
    [2, 3],
    [5, 4],
    [16, 9],
    [30, 8],
    [25, 18],
    [6, 20],
  ])("%i×%i is the transform's definition", (width, height) => {
    const [re, im] = [plane(1, width * height), plane(2, width * height)];
    const [expectedRe, expectedIm] = dft(re, im, width, height);
    new Fft2d(width, height).forward(re, im);
    expect(largestDifference(re, expectedRe)).toBeLessThan(1e-5);
    expect(largestDifference(im, expectedIm)).toBeLessThan(1e-5);
  });

  test("the unscaled inverse of the transform is the image times the number of pixels", () => {
    const [re, im] = [plane(1, 60 * 48), plane(2, 60 * 48)];
    const [first, second] = [re.slice(), im.slice()];
    const fft = new Fft2d(60, 48);
    fft.forward(re, im);
    fft.unscaledInverse(re, im);
    const scaled = (values: Float32Array): Float32Array => values.map((v) => v / (60 * 48));
    expect(largestDifference(scaled(re), first)).toBeLessThan(1e-6);
    expect(largestDifference(scaled(im), second)).toBeLessThan(1e-6);
  });
});

test("fftLength is the next product of 2, 3 and 5", () => {
  expect([1, 7, 11, 13, 61, 121, 256, 257].map(fftLength)).toEqual([1, 8, 12, 15, 64, 125, 256, 270]);
});
