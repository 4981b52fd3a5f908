/**
 * `npm run bench:fit-noise -- PATH… [--images 24] [--side 768] [--seed 0] [--only flat,certainty]
 *   [--rows FILE]`
 *
 * The constants of noise measurement (packages/core/src/noise): what is found in images whose noise and compression are
 * known, with the values in use, marked *, and with values around them, one constant at a time. PATH: photographs, or
 * folders of them; of many, `--images` are taken evenly. The central square of `--side` pixels of each is halved and
 * rounded to 8 bits, which removes most of the noise and the traces of compression that it came with:
 *
 *     sharp      by bicubic interpolation, with all the texture that there can be
 *     blurred    after blurring with a random kernel as in DIV2KRK (`--seed`), as images are that need super-resolution
 *
 * Then
 *
 *     σ          white noise of σ levels of 255 is added to each channel. Estimate over true σ: mean ± standard
 *                deviation over the photographs. The true σ of the gray values is 0.67 √(σ² + 1/12), of gray
 *                photographs √(σ² + 1/12); 1/12 is the rounding. For σ = 0 the estimate itself, in levels.
 *     quality    JPEG compresses it. Mean |measured / true − 1| of the rms error of the gray values where JPEG is found,
 *                and in how many images it is missed, quality by quality; `crop` is quality 70 without the first 3
 *                columns and 5 rows.
 *     no JPEG    in how many images without traces of JPEG it is found all the same: as they are, noisy, enlarged, and
 *                those that were halved, enlarged or made noisy after their compression.
 *
 * Some 30 s for each photograph of 480×320 pixels on one core. `--rows` keeps what was found in a file and resumes
 * there.
 */

import { basename } from "node:path";
import { crop, downscale, imresize, type PlanarImage, random, randomKernel } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { type BlockGrid, MIN_SHARE, NoiseBlocks } from "../../packages/core/dist/noise/block-dct.js";
import {
  JPEG_ERROR_CONSTANTS,
  type JpegErrorConstants,
  jpegError,
} from "../../packages/core/dist/noise/jpeg-noise.js";
import {
  WHITE_NOISE_CONSTANTS,
  type WhiteNoiseConstants,
  whiteNoise,
} from "../../packages/core/dist/noise/white-noise.js";
import { chosenTrials } from "./chosen-trials.js";
import { degraded } from "./degradation.js";
import { grayError } from "./gray-error.js";
import { quantised } from "./judge.js";
import { SCALE } from "./kernels.js";
import { around, photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { deviation, mean } from "./statistics.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "24" },
    side: { type: "string", default: "768" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
    rows: { type: "string" },
  },
});

/** σ of the noise added to each channel, in levels of 255. */
const NOISE = [0, 2, 5, 10];
const QUALITIES = [50, 70, 85, 95];
/** The quality of images that are changed after compression, and what is done to them. */
const QUALITY = 70;
const CROP = { x: 3, y: 5 };
const ENLARGEMENT = 1.5;
const LATER_NOISE = 2;
/** σ of the gray value of three independent channels, over σ: from the weights of toGray. */
const GRAY_SHARE = Math.hypot(0.299, 0.587, 0.114);

/** What is measured in an image: whiteNoise, or jpegError in images with JPEG or without. */
const KINDS = ["noise", "jpeg", "none"] as const;
type Kind = (typeof KINDS)[number];

/** An image to measure. */
interface Case {
  readonly kind: Kind;
  /** What was done to the image, and to which. */
  readonly title: string;
  readonly base: string;
  readonly blocks: NoiseBlocks;
  /** The same blocks with another least share of them. */
  withShare(share: number): NoiseBlocks;
  /** What should be found, in levels of 255. */
  readonly truth: number;
}

/** What was found in a case, in levels of 255. */
interface Finding extends Pick<Case, "kind" | "title" | "base" | "truth"> {
  readonly found: number;
}

/** Other constants than those in use. */
interface Others {
  readonly share?: number;
  readonly noise?: Partial<WhiteNoiseConstants>;
  readonly jpeg?: Partial<JpegErrorConstants>;
}

/** One constant and what is tried for it. */
interface Trial {
  readonly title: string;
  readonly inUse: number;
  readonly values: readonly number[];
  /** A value as it is printed. */
  readonly show: (value: number) => string;
  /** What it has an influence on. */
  readonly kinds: readonly Kind[];
  others(value: number): Others;
}

/** Blocks whose transforms are kept, for there are many values to try. */
class KeptBlocks extends NoiseBlocks {
  readonly #kept = new Map<string, Float64Array[]>();

  override coefficients(grid: BlockGrid, maxBlocks: number): Float64Array[] {
    const key = `${grid.x} ${grid.y} ${maxBlocks}`;
    const coefficients = this.#kept.get(key) ?? super.coefficients(grid, maxBlocks);
    this.#kept.set(key, coefficients);
    return coefficients;
  }
}

const resized = (image: PlanarImage, scale: number): PlanarImage => quantised(imresize(image, { scale }));

const compressed = (image: PlanarImage, jpeg: number): Promise<PlanarImage> =>
  degraded(image, { noise: 0, jpeg });

/** The cases of a photograph. */
async function casesOf(path: string, index: number): Promise<Case[]> {
  const whole = await readCentre(path, Number(values.side), SCALE);
  const kernel = randomKernel(random(Number(values.seed), index), { scale: SCALE });
  const halved = {
    sharp: (image: PlanarImage) => resized(image, 1 / SCALE),
    blurred: (image: PlanarImage) => quantised(downscale(image, kernel, SCALE)),
  };
  const share = whole.channels === 3 ? GRAY_SHARE : 1;
  const cases: Case[] = [];
  for (const [base, halve] of Object.entries(halved)) {
    const add = (kind: Kind, title: string, image: PlanarImage, truth = 0): void => {
      const blocks = new KeptBlocks(image);
      cases.push({ kind, title, base, truth, blocks, withShare: (least) => new NoiseBlocks(image, least) });
    };
    const clean = halve(whole);
    for (const sigma of NOISE) {
      const truth = sigma > 0 ? share * Math.hypot(sigma, Math.sqrt(1 / 12)) : 0;
      add("noise", `σ = ${sigma}`, await degraded(clean, { noise: sigma }), truth);
    }
    for (const quality of QUALITIES) {
      const image = await compressed(clean, quality);
      add("jpeg", String(quality), image, grayError(image, clean));
    }
    const once = await compressed(clean, QUALITY);
    const part = { ...CROP, width: clean.width - CROP.x, height: clean.height - CROP.y };
    add("jpeg", "crop", crop(once, part), grayError(crop(once, part), crop(clean, part)));
    add("none", "as they are", clean);
    add("none", "noise", await degraded(clean, { noise: LATER_NOISE }));
    add("none", "enlarged", resized(clean, ENLARGEMENT));
    add("none", "JPEG, halved", halve(await compressed(whole, QUALITY)));
    add("none", "JPEG, enlarged", resized(once, ENLARGEMENT));
    add("none", "JPEG, noise", await degraded(once, { noise: LATER_NOISE }));
  }
  return cases;
}

function measure(one: Case, { share, noise, jpeg }: Others): Finding {
  const { kind, title, base, truth } = one;
  const blocks = share === undefined ? one.blocks : one.withShare(share);
  const found = kind === "noise" ? 255 * whiteNoise(blocks, noise) : jpegError(blocks, jpeg);
  return { kind, title, base, truth, found };
}

/** A constant of white-noise.ts. */
function noiseTrial(
  name: keyof WhiteNoiseConstants,
  tried: readonly number[],
  show: (value: number) => string = String,
): Trial {
  return {
    title: name,
    inUse: WHITE_NOISE_CONSTANTS[name],
    values: tried,
    show,
    kinds: ["noise"],
    others: (value) => ({ noise: { [name]: value } }),
  };
}

/** A constant of jpeg-noise.ts. */
function jpegTrial(
  name: keyof JpegErrorConstants,
  tried: readonly number[],
  show: (value: number) => string = String,
): Trial {
  return {
    title: name,
    inUse: JPEG_ERROR_CONSTANTS[name],
    values: tried,
    show,
    kinds: ["jpeg", "none"],
    others: (value) => ({ jpeg: { [name]: value } }),
  };
}

const digits = (value: number): string => value.toFixed(2);
const { flat } = WHITE_NOISE_CONSTANTS;
const { maxRelativeError, maxError } = JPEG_ERROR_CONSTANTS;

const TRIALS: readonly Trial[] = [
  {
    title: "MIN_SHARE",
    inUse: MIN_SHARE,
    values: [0, 1 / 8, 1 / 2, 1],
    show: (value) => value.toFixed(3),
    kinds: KINDS,
    others: (share) => ({ share }),
  },
  noiseTrial("maxBlocks", [250, 500, 1000, 2000, 4000]),
  noiseTrial("frequencies", [1, 3, 6, 12, 24, 63]),
  noiseTrial("flat", around(flat, [1 / 16, 1 / 4, 1, 4, 16])),
  noiseTrial("weakestShare", [0.92, 0.94, 0.96, 0.98, 1], digits),
  noiseTrial("loudness", [6, 12, 24, 48, Number.POSITIVE_INFINITY]),
  noiseTrial("loudFrom", [0, 0.25, 1, 4]),
  noiseTrial("clippedLoudness", [2, 4, 8, 16]),
  noiseTrial("silent", [0, 0.05, 0.1, 0.2, 0.4]),
  jpegTrial("maxBlocks", [125, 250, 500, 1000, 2000]),
  jpegTrial("maxGridBlocks", [40, 75, 150, 300]),
  jpegTrial("maxGridFrequency", [3, 4, 5, 7, 14]),
  jpegTrial("minGridSteps", [1, 2, 3, 4, 6, 8]),
  jpegTrial("minSteps", [1, 4, 6, 9, 12]),
  jpegTrial("maxRelativeError", around(maxRelativeError, [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]), digits),
  jpegTrial("maxError", around(maxError, [0.25, 0.5, 1, 2, 4]), digits),
  jpegTrial("certainty", [2, 3, 4, 5, 6, 8]),
  jpegTrial("zero", [0, 0.5, 1, 1.5, 2]),
  jpegTrial("minCoefficients", [5, 8, 12, 20]),
  jpegTrial("minMultiples", [1, 3, 5, 8, 12]),
  jpegTrial("minZeroShare", [0.001, 0.005, 0.02, 0.1, 0.3], (value) => value.toFixed(3)),
];

/** Findings by a name, in the order in which the names first come. */
function groups(
  findings: readonly Finding[],
  kind: Kind,
  nameOf: (finding: Finding) => string,
): [string, Finding[]][] {
  const byName = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.kind !== kind) continue;
    const name = nameOf(finding);
    byName.set(name, [...(byName.get(name) ?? []), finding]);
  }
  return [...byName];
}

/** Found over true, where something was found and is known; without a known truth what was found. */
const ratios = (findings: readonly Finding[]): number[] =>
  findings.flatMap(({ found, truth }) => (truth === 0 ? [found] : found > 0 ? [found / truth] : []));

const spread = (numbers: readonly number[]): string =>
  numbers.length === 0
    ? "–"
    : `${mean(numbers).toFixed(2)}${numbers.length > 1 ? ` ± ${deviation(numbers).toFixed(2)}` : ""}`;

const count = (findings: readonly Finding[], wanted: (finding: Finding) => boolean): number =>
  findings.filter(wanted).length;
const isFound = ({ found }: Finding): boolean => found > 0;
const isMissed = ({ found }: Finding): boolean => found === 0;

const inBase = ({ base, title }: Finding): string => `${base}, ${title}`;
const inAnyBase = ({ title }: Finding): string => title;

const noiseCells = (findings: readonly Finding[]): [string, string][] =>
  groups(findings, "noise", inBase).map(([name, of]) => [name, spread(ratios(of))]);

function jpegCells(findings: readonly Finding[]): [string, string][] {
  const byQuality = groups(findings, "jpeg", inAnyBase);
  const none = findings.filter(({ kind }) => kind === "none");
  return [
    ...byQuality.map(([name, of]): [string, string] => {
      const errors = ratios(of).map((ratio) => Math.abs(ratio - 1));
      return [name, errors.length > 0 ? `${(100 * mean(errors)).toFixed(0)}%` : "–"];
    }),
    ["missed", byQuality.map(([, of]) => count(of, isMissed)).join(" ")],
    ["found without", `${count(none, isFound)} of ${none.length}`],
  ];
}

/** A table with a row for each value. The cells of a row have their titles. */
function printTrial({ title, inUse, values, show }: Trial, rows: readonly [string, string][][]): void {
  console.log();
  printTable(
    [title, ...(rows[0] ?? []).map(([name]) => name)],
    values.map((value, v) => [
      marked(show(value), value === inUse),
      ...(rows[v] ?? []).map(([, cell]) => cell),
    ]),
  );
}

/** What the values in use give. */
function printInUse(findings: readonly Finding[]): void {
  const numbers = (of: readonly Finding[]): string[] => {
    const shares = ratios(of);
    return [
      mean(of.map(({ truth }) => truth)).toFixed(2),
      mean(of.map(({ found }) => found)).toFixed(2),
      spread(shares),
      Math.min(...shares).toFixed(2),
      Math.max(...shares).toFixed(2),
    ];
  };
  console.log();
  printTable(
    ["white noise", "added", "estimate", "estimate / added", "least", "most", "weakestShare that fits"],
    groups(findings, "noise", inBase).map(([name, of]) => [
      name,
      ...numbers(of),
      of.some(({ truth }) => truth > 0)
        ? (WHITE_NOISE_CONSTANTS.weakestShare * mean(ratios(of))).toFixed(2)
        : "",
    ]),
  );
  console.log();
  printTable(
    ["JPEG's rms error", "true", "measured", "measured / true", "least", "most", "missed"],
    groups(findings, "jpeg", inBase).map(([name, of]) => [
      name,
      ...numbers(of),
      `${count(of, isMissed)} of ${of.length}`,
    ]),
  );
  console.log();
  printTable(
    ["no JPEG", "found", "largest"],
    groups(findings, "none", inBase).map(([name, of]) => [
      name,
      `${count(of, isFound)} of ${of.length}`,
      Math.max(...of.map(({ found }) => found)).toFixed(2),
    ]),
  );
}

const paths = photographPaths(positionals, "bench:fit-noise", Number(values.images));
const trials = chosenTrials(TRIALS, values.only);

console.log(`Halved, levels of 255, ${paths.length} photographs:`);
console.log(paths.map((path) => basename(path)).join(", "));
const file = new RowsFile<Finding[]>(values.rows);
const inUse: Finding[] = [];
const results = trials.map(({ values }) => values.map((): Finding[] => []));
for (const [index, path] of paths.entries()) {
  // Made when something has to be measured: all of it may be in the file.
  let made: Promise<Case[]> | undefined;
  const findings = (kinds: readonly Kind[], others: Others): Promise<Finding[]> => {
    const key = JSON.stringify([basename(path), index, values.side, values.seed, kinds, others]);
    return file.get(key, async () => {
      made ??= casesOf(path, index);
      return (await made).filter(({ kind }) => kinds.includes(kind)).map((one) => measure(one, others));
    });
  };
  const reference = await findings(KINDS, {});
  inUse.push(...reference);
  for (const [t, trial] of trials.entries()) {
    for (const [v, value] of trial.values.entries()) {
      showProgress(`${index + 1} of ${paths.length}: ${trial.title} ${trial.show(value)}`);
      const found = value === trial.inUse ? reference : await findings(trial.kinds, trial.others(value));
      results[t]?.[v]?.push(...found);
    }
  }
}
clearProgress();
printInUse(inUse);
for (const [t, trial] of trials.entries()) {
  const findings = results[t] ?? [];
  if (trial.kinds.includes("noise")) printTrial(trial, findings.map(noiseCells));
  if (trial.kinds.includes("jpeg")) printTrial(trial, findings.map(jpegCells));
}
