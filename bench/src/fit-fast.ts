/**
 * `npm run bench:fit-fast -- PATH… [--images 8] [--side 384] [--seed 0] [--only dataWeight,threshold]`
 *
 * The constants of `fast` (restore/fast) and of the noise that it assumes (restore/assumed-noise.ts): PSNR with
 * the values in use, marked *, and with values around them, one constant at a time. PATH: photographs, or folders of them; of
 * many, `--images` are taken evenly, and of each the central square of `--side` pixels, which is
 *
 *     clean       blurred with a random kernel as in DIV2KRK (`--seed`), halved, rounded to 8 bits
 *     noise       the same with white noise of σ = 3 gray levels of 255
 *     JPEG        the same as JPEG of quality 70
 *
 * and upscaled with the true kernel. The noise that is equivalent to a kernel's errors is judged with the kernels that `auto` and
 * `kernelgan` estimate from the clean image.
 *
 * A mean over the photographs in dB stands under each of these, PSNR on Y, 8 pixels of border left out. Some three minutes for each
 * photograph on one core.
 */
import { parseArgs } from "node:util";
import {
  downscale,
  estimateKernel,
  type Kernel,
  type PlanarImage,
  planarImage,
  random,
  randomKernel,
} from "@kernelgan/core";
import { jpegError, NoiseBlocks, whiteNoise } from "../../packages/core/dist/noise/index.js";
import {
  assumedNoise,
  JPEG_WEIGHT,
  SURE_KERNEL_NOISE,
  UNKNOWN_KERNEL_NOISE,
} from "../../packages/core/dist/restore/assumed-noise.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import { FAST_CONSTANTS, type FastConstants } from "../../packages/core/dist/restore/fast/schedule.js";
import { degraded } from "./degradation.js";
import { BORDER, psnr, rounded } from "./judge.js";
import { SCALE } from "./kernels.js";
import { around, photographPaths, readCentre } from "./photographs.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "8" },
    side: { type: "string", default: "384" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
  },
});

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
  readonly estimated: { readonly auto: EstimatedCase; readonly kernelgan: EstimatedCase };
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
  const exact = downscale(high, kernel, SCALE);
  const clean = planarImage(exact.width, exact.height, exact.channels, exact.data.map(rounded));
  const caseOf = (low: PlanarImage): Case => ({ low, high, kernel });
  const { auto, kernelgan } = withEstimates
    ? {
        auto: await estimateKernel(clean, { fallback: false }),
        kernelgan: await estimateKernel(clean, { method: "kernelgan", threads: 1 }),
      }
    : { auto: { kernel, confidence: 0 }, kernelgan: { kernel, confidence: 0 } };
  return {
    degraded: {
      clean: caseOf(clean),
      noise: caseOf(await degraded(clean, { noise: NOISE })),
      JPEG: caseOf(await degraded(clean, { noise: 0, jpeg: JPEG })),
    },
    estimated: {
      auto: { low: clean, high, kernel: auto.kernel, confidence: auto.confidence },
      kernelgan: { low: clean, high, kernel: kernelgan.kernel, confidence: kernelgan.confidence },
    },
  };
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
    inUse: FAST_CONSTANTS[name],
    values: tried,
    show,
    columns: ["clean", "noise", "JPEG"],
    psnr: ({ degraded }, value, column) =>
      psnrWith(
        degraded[column as keyof typeof degraded],
        value === FAST_CONSTANTS[name] ? undefined : { [name]: value },
      ),
  };
}

/** @param constants undefined for those in use. */
function psnrWith(one: Case, constants: Partial<FastConstants> | undefined): Promise<number> {
  if (constants) return psnrOf(one, assumedNoise(one.low, 0), constants);
  const known = referencePsnr.get(one) ?? psnrOf(one, assumedNoise(one.low, 0));
  referencePsnr.set(one, known);
  return known;
}

/** The PSNR with the values in use, which are part of every trial. */
const referencePsnr = new Map<Case, Promise<number>>();

/** A constant of assumed-noise.ts that is an amount of noise. */
function kernelNoiseTrial(
  title: string,
  inUse: number,
  columns: readonly (keyof Photograph["estimated"])[],
  noiseOf: (value: number, confidence: number) => number,
): Trial {
  return {
    title,
    inUse,
    values: around(inUse, [0.33, 0.56, 0.78, 1, 1.22, 1.67, 2.2]),
    show: (value) => `${(255 * value).toFixed(2)}/255`,
    columns,
    psnr({ estimated }, value, column) {
      const one = estimated[column as keyof typeof estimated];
      return psnrOf(one, assumedNoise(one.low, noiseOf(value, one.confidence)));
    },
  };
}

const FACTORS = [0.5, 0.71, 1, 1.41, 2];
const levels = (value: number): string => `${(255 * value).toFixed(1)}/255`;
const digits = (value: number): string => value.toFixed(2);
const powers = (value: number): string => value.toExponential(1);

const TRIALS: readonly Trial[] = [
  methodTrial("rounds", [5, 7, 10, 14, 20]),
  methodTrial("dataWeight", around(FAST_CONSTANTS.dataWeight, [0.36, ...FACTORS]), digits),
  methodTrial("threshold", around(FAST_CONSTANTS.threshold, [0.5, 0.71, 0.84, 1, 1.19, 1.41, 2]), digits),
  methodTrial("firstStrength", around(FAST_CONSTANTS.firstStrength, FACTORS), levels),
  methodTrial("lastStrength", around(FAST_CONSTANTS.lastStrength, FACTORS), levels),
  methodTrial("lastStrengthPerNoise", around(FAST_CONSTANTS.lastStrengthPerNoise, FACTORS), digits),
  methodTrial("learnAgainRound", [1, 2, 3, 5, Number.POSITIVE_INFINITY]),
  methodTrial("gridStep", [1, 2, 3]),
  methodTrial("directions", [4, 6, 8, 12, 16]),
  {
    title: "coherences",
    inUse: 1,
    values: [0.5, 0.75, 1, 1.25],
    show: (value) => FAST_CONSTANTS.coherences.map((c) => (value * c).toFixed(2)).join(", "),
    columns: ["clean", "noise", "JPEG"],
    psnr: ({ degraded }, value, column) =>
      psnrWith(
        degraded[column as keyof typeof degraded],
        value === 1 ? undefined : { coherences: FAST_CONSTANTS.coherences.map((c) => value * c) },
      ),
  },
  methodTrial("minGradient", around(FAST_CONSTANTS.minGradient, [0.01, 0.1, 1, 10, 100]), powers),
  methodTrial("minPatchEnergy", around(FAST_CONSTANTS.minPatchEnergy, [0.1, 0.3, 1, 3, 10]), powers),
  methodTrial("priorPatches", [3, 10, 30, 100, 300]),
  methodTrial("correlation", [0.8, 0.9, 0.95, 0.99]),
  methodTrial("maxPatches", [3000, 8000, 25_000, 80_000]),
  {
    title: "JPEG_WEIGHT",
    inUse: JPEG_WEIGHT,
    values: around(JPEG_WEIGHT, FACTORS),
    show: digits,
    columns: ["JPEG"],
    psnr({ degraded: { JPEG: one } }, value) {
      const blocks = new NoiseBlocks(one.low);
      return psnrOf(one, Math.max(whiteNoise(blocks), (value / 255) * jpegError(blocks)));
    },
  },
  kernelNoiseTrial("UNKNOWN_KERNEL_NOISE", UNKNOWN_KERNEL_NOISE, ["kernelgan"], (noise) => noise),
  kernelNoiseTrial(
    "SURE_KERNEL_NOISE",
    SURE_KERNEL_NOISE,
    ["auto"],
    (noise, confidence) => UNKNOWN_KERNEL_NOISE + confidence * (noise - UNKNOWN_KERNEL_NOISE),
  ),
];

const paths = photographPaths(positionals, Number(values.images), "bench:fit-fast");
const only = values.only?.split(",");
const trials = TRIALS.filter(({ title }) => !only || only.includes(title));
const needsEstimates = trials.some(
  ({ columns }) => columns.includes("auto") || columns.includes("kernelgan"),
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
        process.stderr.write(`\r\x1b[K${index + 1} of ${paths.length}: ${trial.title} ${trial.show(value)}`);
        results[t]?.[v]?.[c]?.push(await trial.psnr(photograph, value, column));
      }
    }
  }
}
process.stderr.write("\r\x1b[K");
for (const [t, { title, inUse, values, show, columns }] of trials.entries()) {
  console.log();
  printTable(
    [title, ...columns],
    values.map((value, v) => [
      `${show(value)}${value === inUse ? " *" : ""}`,
      ...columns.map((_, c) => mean(results[t]?.[v]?.[c] ?? []).toFixed(2)),
    ]),
  );
}
