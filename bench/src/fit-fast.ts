/**
 * `npm run bench:fit-fast -- PATH… [--images 8] [--side 384] [--seed 0] [--scale 2] [--only dataWeight,threshold]`
 *
 * The constants of `fast` (restore/fast) and of the noise that it assumes (restore/assumed-noise.ts): PSNR with the
 * values in use, marked *, and with values around them, one constant at a time. PATH: photographs, or folders of them;
 * of many, `--images` are taken evenly, and of each the central square of `--side` pixels, which is
 *
 *     clean       blurred with a random kernel as in DIV2KRK (`--seed`), shrunk by `--scale`, rounded to 8 bits
 *     noise       the same with white noise of σ = 3 gray levels of 255
 *     JPEG        the same as JPEG of quality 70
 *
 * and upscaled with the true kernel. The noise that is equivalent to a kernel's errors is judged with the kernels that
 * are estimated from images without noise:
 *
 *     auto        by `auto`, of the clean image
 *     path        by `auto`, of the photograph under a random camera path of 3 to 9 pixels of its own
 *     kernelgan   by `kernelgan`, of the clean image
 *
 * A mean over the photographs in dB stands under each of these, PSNR on Y, 8 pixels of border left out. Some three
 * minutes for each photograph on one core.
 */

import {
  downscale,
  type EstimateOptions,
  estimateKernel,
  type Kernel,
  type PlanarImage,
  random,
  randomKernel,
} from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { SCALES } from "../../packages/core/dist/estimate/choices.js";
import { NoiseBlocks, whiteNoise } from "../../packages/core/dist/noise/index.js";
import { jpegError } from "../../packages/core/dist/noise/jpeg-noise.js";
import {
  assumedNoise,
  COMPRESSION_WEIGHT,
  imageNoise,
  KERNEL_NOISE_CONSTANTS,
  type KernelNoiseConstants,
  kernelNoise,
} from "../../packages/core/dist/restore/assumed-noise.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import { type FastConstants, fastConstants } from "../../packages/core/dist/restore/fast/schedule.js";
import { cameraPath } from "./camera-path.js";
import { chosenTrials } from "./chosen-trials.js";
import { degraded } from "./degradation.js";
import { BORDER, psnr, quantised } from "./judge.js";
import { around, photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "8" },
    side: { type: "string", default: "384" },
    seed: { type: "string", default: "0" },
    scale: { type: "string", default: "2" },
    only: { type: "string" },
  },
});

const SCALE = scaleNamed(
  values.scale,
  SCALES.filter((scale) => scale > 1),
);
const CONSTANTS = fastConstants(SCALE);
/** Of the random numbers for paths: the first stream. */
const PATHS = 1000;
const NOISE = 3;
const JPEG = 70;

/** An image to upscale, its original, and a kernel. */
interface Case {
  readonly low: PlanarImage;
  readonly high: PlanarImage;
  readonly kernel: Kernel;
}

/** A kernel that was estimated, and how far it is trusted. */
interface EstimatedCase extends Case {
  readonly confidence: number;
}

/** A photograph in all its degradations. */
interface Photograph {
  readonly degraded: { readonly clean: Case; readonly noise: Case; readonly JPEG: Case };
  readonly estimated: {
    readonly auto: EstimatedCase;
    readonly path: EstimatedCase;
    readonly kernelgan: EstimatedCase;
  };
}

/** One constant: what is tried, and the PSNR that a value gives in each of its columns. */
interface Trial {
  readonly title: string;
  readonly inUse: number;
  readonly values: readonly number[];
  /** A value as it is printed. */
  readonly show: (value: number) => string;
  readonly columns: readonly string[];
  psnr(photograph: Photograph, value: number, column: string): Promise<number>;
}

async function openPhotograph(path: string, index: number, withEstimates: boolean): Promise<Photograph> {
  const high = await readCentre(path, Number(values.side), SCALE);
  const kernel = randomKernel(random(Number(values.seed), index), { scale: SCALE });
  const clean = shrunk(high, kernel);
  const caseOf = (low: PlanarImage): Case => ({ low, high, kernel });
  const estimated = async (
    low: PlanarImage,
    options: Omit<EstimateOptions, "scale">,
  ): Promise<EstimatedCase> => {
    const unknown = { low, high, kernel, confidence: 0 };
    return withEstimates
      ? { ...unknown, ...(await estimateKernel(low, { scale: SCALE, ...options })) }
      : unknown;
  };
  const numbers = random(Number(values.seed), PATHS + index);
  const moved = shrunk(high, cameraPath(numbers, 3 + 6 * numbers.uniform(), SCALE));
  return {
    degraded: {
      clean: caseOf(clean),
      noise: caseOf(await degraded(clean, { noise: NOISE })),
      JPEG: caseOf(await degraded(clean, { noise: 0, jpeg: JPEG })),
    },
    estimated: {
      auto: await estimated(clean, { fallback: false }),
      path: await estimated(moved, { fallback: false }),
      kernelgan: await estimated(clean, { method: "kernelgan", threads: 1 }),
    },
  };
}

function shrunk(high: PlanarImage, kernel: Kernel): PlanarImage {
  return quantised(downscale(high, kernel, SCALE));
}

/** @param noise on [0, 1] */
async function psnrOf(
  { low, high, kernel }: Case,
  noise: number,
  constants?: Partial<FastConstants>,
): Promise<number> {
  return psnr(await restoreFast(low, kernel, SCALE, { noise, constants }), high);
}

/** A constant of restore-fast.ts. */
function methodTrial(
  name: Exclude<keyof FastConstants, "coherences">,
  tried: readonly number[],
  show: (value: number) => string = String,
): Trial {
  return {
    title: name,
    inUse: CONSTANTS[name],
    values: tried,
    show,
    columns: ["clean", "noise", "JPEG"],
    psnr: ({ degraded }, value, column) =>
      psnrWith(
        degraded[column as keyof typeof degraded],
        value === CONSTANTS[name] ? undefined : { [name]: value },
      ),
  };
}

/** @param constants undefined for those in use. */
function psnrWith(one: Case, constants: Partial<FastConstants> | undefined): Promise<number> {
  if (constants) return psnrOf(one, imageNoise(one.low, SCALE), constants);
  const known = referencePsnr.get(one) ?? psnrOf(one, imageNoise(one.low, SCALE));
  referencePsnr.set(one, known);
  return known;
}

/** The PSNR with the values in use, which are part of every trial. */
const referencePsnr = new Map<Case, Promise<number>>();

/** A constant of assumed-noise.ts. */
function kernelNoiseTrial(
  name: Extract<
    keyof KernelNoiseConstants,
    "unknown" | "sure" | "doubtfulPath" | "surePath" | "largerScaleShare"
  >,
  columns: readonly (keyof Photograph["estimated"])[],
  show: (value: number) => string,
): Trial {
  const inUse = KERNEL_NOISE_CONSTANTS[name];
  return {
    title: name,
    inUse,
    values: around(inUse, [0.33, 0.56, 0.78, 1, 1.22, 1.67, 2.2, 4]),
    show,
    columns,
    psnr: ({ estimated }, value, column) =>
      psnrOfEstimate(estimated[column as keyof typeof estimated], { [name]: value }),
  };
}

function psnrOfEstimate(one: EstimatedCase, changed: Partial<KernelNoiseConstants>): Promise<number> {
  const constants = { ...KERNEL_NOISE_CONSTANTS, ...changed };
  const errors = kernelNoise(one.confidence, one.kernel, SCALE, constants);
  return psnrOf(one, assumedNoise(imageNoise(one.low, SCALE), errors, SCALE));
}

const FACTORS = [0.5, 0.71, 1, 1.41, 2];
const levels = (value: number): string => `${(255 * value).toFixed(1)}/255`;
const grays = (value: number): string => `${(255 * value).toFixed(2)}/255`;
const digits = (value: number): string => value.toFixed(2);
const powers = (value: number): string => value.toExponential(1);

const TRIALS: readonly Trial[] = [
  methodTrial("rounds", [5, 7, 10, 14, 20]),
  methodTrial("dataWeight", around(CONSTANTS.dataWeight, [0.36, ...FACTORS]), digits),
  methodTrial("threshold", around(CONSTANTS.threshold, [0.5, 0.71, 0.84, 1, 1.19, 1.41, 2]), digits),
  methodTrial("firstStrength", around(CONSTANTS.firstStrength, FACTORS), levels),
  methodTrial("lastStrength", around(CONSTANTS.lastStrength, FACTORS), levels),
  methodTrial("lastStrengthPerNoise", around(CONSTANTS.lastStrengthPerNoise, FACTORS), digits),
  methodTrial("finalWeight", [0.5, 1, 2, 4, 8]),
  methodTrial("learnAgainRound", [1, 2, 3, 5, Number.POSITIVE_INFINITY]),
  methodTrial("weightOffset", [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.4], digits),
  methodTrial("firstMomentum", [0, 0.5, 0.8, 1, 1.2], digits),
  methodTrial("gridStep", [1, 2, 3, 4, 5]),
  methodTrial("directions", [4, 6, 8, 12, 16]),
  {
    title: "coherences",
    inUse: 1,
    values: [0.5, 0.75, 1, 1.25],
    show: (value) => CONSTANTS.coherences.map((c) => (value * c).toFixed(2)).join(", "),
    columns: ["clean", "noise", "JPEG"],
    psnr: ({ degraded }, value, column) =>
      psnrWith(
        degraded[column as keyof typeof degraded],
        value === 1 ? undefined : { coherences: CONSTANTS.coherences.map((c) => value * c) },
      ),
  },
  methodTrial("minGradient", around(CONSTANTS.minGradient, [0.01, 0.1, 1, 10, 100]), powers),
  methodTrial("minPatchEnergy", around(CONSTANTS.minPatchEnergy, [0.1, 0.3, 1, 3, 10]), powers),
  methodTrial("priorPatches", [3, 10, 30, 100, 300]),
  methodTrial("correlation", [0.8, 0.9, 0.95, 0.99]),
  methodTrial("maxPatches", [3000, 8000, 25_000, 80_000]),
  {
    title: "COMPRESSION_WEIGHT",
    inUse: COMPRESSION_WEIGHT,
    values: around(COMPRESSION_WEIGHT, FACTORS),
    show: digits,
    columns: ["JPEG"],
    psnr({ degraded: { JPEG: one } }, value) {
      const blocks = new NoiseBlocks(one.low);
      return psnrOf(one, Math.max(whiteNoise(blocks), (value / 255) * jpegError(blocks)));
    },
  },
  kernelNoiseTrial("unknown", ["auto", "kernelgan"], grays),
  kernelNoiseTrial("sure", ["auto", "kernelgan"], grays),
  {
    title: "pathAsymmetry",
    inUse: 1,
    values: [0.25, ...FACTORS],
    show: (value) => KERNEL_NOISE_CONSTANTS.pathAsymmetry.map((a) => (value * a).toFixed(3)).join(" to "),
    columns: ["auto", "path", "kernelgan"],
    psnr({ estimated }, value, column) {
      const [from, to] = KERNEL_NOISE_CONSTANTS.pathAsymmetry;
      return psnrOfEstimate(estimated[column as keyof typeof estimated], {
        pathAsymmetry: [value * from, value * to],
      });
    },
  },
  kernelNoiseTrial("doubtfulPath", ["path", "kernelgan"], grays),
  kernelNoiseTrial("surePath", ["path", "kernelgan"], grays),
  ...(SCALE > 2 ? [kernelNoiseTrial("largerScaleShare", ["auto", "path"], digits)] : []),
];

const paths = photographPaths(positionals, "bench:fit-fast", Number(values.images));
const trials = chosenTrials(TRIALS, values.only);
const needsEstimates = trials.some(
  ({ columns }) => columns.includes("path") || columns.includes("kernelgan"),
);
console.log(
  `×${SCALE}, seed ${values.seed}, PSNR on Y in dB, border of ${BORDER} pixels, means over ${paths.length}:`,
);
console.log(paths.join(", "));
const results = trials.map(({ values, columns }) => values.map(() => columns.map((): number[] => [])));
for (const [index, path] of paths.entries()) {
  const photograph = await openPhotograph(path, index, needsEstimates);
  for (const [t, trial] of trials.entries()) {
    for (const [v, value] of trial.values.entries()) {
      for (const [c, column] of trial.columns.entries()) {
        showProgress(`${index + 1} of ${paths.length}: ${trial.title} ${trial.show(value)}`);
        results[t]?.[v]?.[c]?.push(await trial.psnr(photograph, value, column));
      }
    }
  }
}
clearProgress();
for (const [t, { title, inUse, values, show, columns }] of trials.entries()) {
  console.log();
  printTable(
    [title, ...columns],
    values.map((value, v) => [
      marked(show(value), value === inUse),
      ...columns.map((_, c) => mean(results[t]?.[v]?.[c] ?? []).toFixed(2)),
    ]),
  );
}
