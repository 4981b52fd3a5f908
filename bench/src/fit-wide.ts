/**
 * `npm run bench:fit-wide -- PATH… [--images 6] [--side 512] [--only
 * level,sizes,edges,enlargement,noise,shrinkage,borders,lines,paths,compressed] [--scale 1]`
 *
 * Constants of wide blur: what other values than those in use give, at scale 1, and what lines want at `--scale`. PATH:
 * photographs, or folders of them, of which `--images` are taken evenly, each the middle of at most `--side` pixels,
 * blurred as bench:wide does it.
 *
 * - `level`: what the limits of packages/core/src/spectral/fit/blur-level.ts and blur-evidence.ts are compared with,
 *   for each blur and size of the image: the share of the spectrum that is noise (MAX_NOISE_SHARE), the loss of the
 *   best shape (EXPLAINED) and its variance (NARROW), the evidence for the kernel that is found (MIN_FINER_EVIDENCE)
 *   and its variance there (SHOWN, WIDE). Means, and in brackets the least and the most. "sharp" are the photographs
 *   themselves, "enlarged" those reduced and enlarged again by 2.
 * - `sizes`: the same of wide blurs, clean, noisy and compressed, with the support at each size (SAME; blur-sizes.ts).
 * - `edges`: how a box is told from other shapes, and one of whole pixels from others (WHOLE_PIXELS of
 *   packages/core/src/spectral/fit/fit-shape.ts, the box's penalty of blur-constants.ts; blur-edges.ts).
 * - `enlargement`: the evidence that MIN_SMALL and MIN_LARGE of interpolated-phases.ts and MIN_PERIODICITY of
 *   interpolation-period.ts are compared with, along both axes and along either, and how many are found: of what was
 *   enlarged, stretched along the rows, or neither.
 * - `noise`, `shrinkage`: mean gains in PSNR on Y over the blurred image for the kernels that are found, by the noise
 *   assumed (KERNEL_NOISE_CONSTANTS.sureOwnGrid of packages/core/src/restore/assumed-noise.ts) and the part of the
 *   covariance drawn (ownGridShrinkage of blur-constants.ts).
 * - `lines`: the same for straight motions of several lengths, each photograph's in a direction of its own, by the
 *   noise of sureOwnGridLine of assumed-noise.ts (above scale 1: of sure, and over the bicubic kernel); means and the worst.
 * - `paths`: for such motions and for random paths of a camera: elongation and kurtosis of the kernel that is found
 *   (lineElongation, lineKurtosis of assumed-noise.ts); where it was found on a shrunk image, the least evidence for it
 *   at finer sizes (MIN_FINER_EVIDENCE, MIN_PATH_EVIDENCE of blur-evidence.ts); what it gains; how many have the
 *   confidence that kernels are used with, and what these gain.
 * - `compressed`: what the constants of packages/core/src/spectral/model/jpeg-spectrum.ts follow from
 *   (jpeg-spectra.ts).
 * - `borders`: the gain with true kernels by the constants of restore/fast/known-part.ts, of pictures that are cut out
 *   of larger blurred ones.
 */

import { basename } from "node:path";
import {
  bicubicKernel,
  imresize,
  type Kernel,
  type PlanarImage,
  SCALES,
  type Scale,
  superResolve,
} from "@kernelgan/core";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { isLikely } from "../../packages/core/dist/estimate/trust.js";
import { toGray } from "../../packages/core/dist/image/index.js";
import { covariance, kurtosisAlong, principalAxes } from "../../packages/core/dist/kernel/index.js";
import { NoiseBlocks } from "../../packages/core/dist/noise/index.js";
import { jpegError } from "../../packages/core/dist/noise/jpeg-noise.js";
import { random } from "../../packages/core/dist/random.js";
import {
  exactKernelNoise,
  KERNEL_NOISE_CONSTANTS,
  kernelNoise,
} from "../../packages/core/dist/restore/assumed-noise.js";
import {
  KNOWN_PART_CONSTANTS,
  type KnownPartConstants,
} from "../../packages/core/dist/restore/fast/known-part.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import { BlurEvidence, noiseShare } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { analyseBlur, blurOf } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { BLUR_CONSTANTS } from "../../packages/core/dist/spectral/fit/blur-constants.js";
import { blurLevels, findBlurLevel } from "../../packages/core/dist/spectral/fit/blur-level.js";
import type { AxesEvidence } from "../../packages/core/dist/spectral/traces/axes-evidence.js";
import {
  isWholeFactor,
  type PhaseContrast,
  phaseContrast,
} from "../../packages/core/dist/spectral/traces/interpolated-phases.js";
import { isPeriodic, periodicity } from "../../packages/core/dist/spectral/traces/interpolation-period.js";
import { printEdges } from "./blur-edges.js";
import { printSizes } from "./blur-sizes.js";
import { cameraPath } from "./camera-path.js";
import { printCompressed } from "./jpeg-spectra.js";
import { psnr, quantised } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { marked, printTable } from "./table.js";
import { blurred, cutOut, motionKernel, wideKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "6" },
    side: { type: "string", default: "512" },
    only: { type: "string", default: "level,enlargement,noise,shrinkage,borders,lines,paths" },
    scale: { type: "string", default: "1" },
  },
});

const BLURS = [
  "gauss1",
  "gauss2",
  "gauss3",
  "gauss5",
  "gauss8",
  "disk2",
  "disk3",
  "disk6",
  "disk10",
] as const;
const SCALE = scaleNamed(values.scale, SCALES);
/** In gray levels of 255. */
const NOISES = [0.2, 0.3, 0.45, 0.6, 0.8];
const SHRINKAGES = [0.92, 0.96, 0.99, 1.03];
const JPEG_QUALITIES = [95, 85, 75];
/** Of known-part.ts, and the blurs that show what they are worth. */
const RESIDUALS_LEFT = [0.1, 0.5, 0.7];
const ITERATIONS = [4, 8];
const CUT_OUT = ["gauss1", "gauss2", "disk3", "motion9@30"];
const LINE_LENGTHS = [4, 6, 9, 14, 21, 28];
const LINE_NOISES = SCALE === 1 ? [0.3, 0.45, 0.6, 0.8, 1.2] : [0.1, 0.2, 0.3, 0.4, 0.8];
/** Spans of random paths. */
const SPANS = [5, 7, 9, 13, 17];

const paths = photographPaths(positionals, "bench:fit-wide", Number(values.images));
console.log(`${paths.length} photographs: ${paths.map((path) => basename(path)).join(", ")}`);
const photographs: PlanarImage[] = [];
for (const path of paths) photographs.push(await readCentre(path, Number(values.side), 2 * SCALE));

/** What happened to them, by name. */
const CASES: Readonly<Record<string, (photograph: PlanarImage) => PlanarImage>> = {
  sharp: (photograph) => photograph,
  enlarged: enlargedBy(2),
  ...Object.fromEntries(
    BLURS.map((name) => [name, (photograph: PlanarImage) => blurred(photograph, wideKernel(name, 1), 1)]),
  ),
};

const TABLES: Readonly<Record<string, () => Promise<void>>> = {
  level: printLevels,
  sizes: () => printSizes(photographs),
  edges: () => printEdges(photographs),
  enlargement: printEnlargement,
  noise: () =>
    printGains(
      "assumed for a kernel of confidence 1, of 255",
      NOISES,
      255 * KERNEL_NOISE_CONSTANTS.sureOwnGrid,
      (value) => ({
        sure: value,
        shrinkage: BLUR_CONSTANTS.ownGridShrinkage,
      }),
    ),
  shrinkage: () =>
    printGains("part of the covariance", SHRINKAGES, BLUR_CONSTANTS.ownGridShrinkage, (value) => ({
      sure: 255 * KERNEL_NOISE_CONSTANTS.sureOwnGrid,
      shrinkage: value,
    })),
  borders: printBorders,
  lines: printLines,
  paths: printPaths,
  compressed: () => printCompressed(photographs),
};
for (const name of namesAmong(values.only, "table", Object.keys(TABLES))) await TABLES[name]?.();

async function printLevels(): Promise<void> {
  const rows: string[][] = [];
  for (const [name, degrade] of Object.entries(CASES)) {
    const found = new Map<
      number,
      { share: number; loss: number; width: number; evidence: number; own: number }[]
    >();
    for (const photograph of photographs) {
      const image = degrade(photograph);
      const evidence = await BlurEvidence.measure(image, undefined, { ownGrid: true });
      const shown = await findBlurLevel(image, evidence);
      const kernel = (await analyseBlur(shown.evidence)).kernel(1);
      for (const { evidence: level, loss, variance } of await blurLevels(image, evidence)) {
        const { evidence: own, variance: width } = level.of(kernel, 1);
        const list = found.get(level.shrunkBy) ?? [];
        list.push({ share: noiseShare(level.spectrum), loss, width: variance, evidence: own, own: width });
        found.set(level.shrunkBy, list);
      }
    }
    for (const [factor, list] of found) {
      rows.push([
        `${name}, 1/${factor}`,
        String(list.length),
        ...(["share", "loss", "width", "evidence", "own"] as const).map((key) =>
          spread(list.map((one) => one[key])),
        ),
      ]);
    }
  }
  const titles = ["noise's share", "best loss", "its variance", "evidence for the kernel", "its variance"];
  printTable(["", "images", ...titles], rows);
}

/** Reduced, and enlarged again: to its size, or as near as whole pixels of the smaller one come to it. */
function enlargedBy(factor: number): (photograph: PlanarImage) => PlanarImage {
  return (photograph) => resizedThere(photograph, factor, factor);
}

/** The same along its rows only. */
function stretchedBy(factor: number): (photograph: PlanarImage) => PlanarImage {
  return (photograph) => resizedThere(photograph, factor, 1);
}

function resizedThere(photograph: PlanarImage, across: number, down: number): PlanarImage {
  const [width, height] = [Math.round(photograph.width / across), Math.round(photograph.height / down)];
  const smaller = quantised(imresize(photograph, { width, height }));
  return quantised(
    imresize(smaller, { width: Math.round(width * across), height: Math.round(height * down) }),
  );
}

async function printEnlargement(): Promise<void> {
  const resized: typeof CASES = Object.fromEntries([
    ...[1.2, 4 / 3, 1.5, 3, 4, 8].map((factor) => [`enlarged by ${factor.toFixed(2)}`, enlargedBy(factor)]),
    ...[1.2, 4 / 3, 1.5, 2, 4].map((factor) => [`stretched by ${factor.toFixed(2)}`, stretchedBy(factor)]),
  ]);
  const rows: string[][] = [];
  for (const [name, degrade] of Object.entries({ ...CASES, ...resized })) {
    for (const quality of [undefined, ...JPEG_QUALITIES]) {
      const found = [];
      for (const photograph of photographs) {
        const clean = degrade(photograph);
        const image = quality === undefined ? clean : await jpegRoundTrip(clean, quality);
        found.push(await interpolationOf(image));
      }
      rows.push([quality === undefined ? name : `${name}, JPEG ${quality}`, ...interpolations(found)]);
    }
  }
  for (const quality of [30, 60]) {
    const found = [];
    for (const photograph of photographs) {
      const compressed = await jpegRoundTrip(photograph, quality);
      found.push(await interpolationOf(quantised(imresize(compressed, { scale: 1 / 2 }))));
    }
    rows.push([`JPEG ${quality}, halved`, ...interpolations(found)]);
  }
  console.log();
  printTable(
    ["", "by 2 or 3: both", "either", "by 4 or 8: both", "either", "period: both", "either", "found"],
    rows,
  );
}

async function interpolationOf(image: PlanarImage): Promise<PhaseContrast & { period: AxesEvidence }> {
  const gray = toGray(image);
  const isCompressed = jpegError(new NoiseBlocks(image)) > 0;
  return { ...(await phaseContrast(gray, async () => {})), period: periodicity(gray, isCompressed) };
}

function interpolations(found: readonly Awaited<ReturnType<typeof interpolationOf>>[]): string[] {
  const columns = (["small", "large", "period"] as const).flatMap((sign) => [
    spread(found.map((one) => one[sign].both)),
    spread(found.map((one) => one[sign].either)),
  ]);
  const count = found.filter((one) => isWholeFactor(one) || isPeriodic(one.period)).length;
  return [...columns, `${count} of ${found.length}`];
}

/** Mean gains over the blurred images by the values of one constant. */
async function printGains(
  title: string,
  tried: readonly number[],
  inUse: number,
  constantsOf: (value: number) => { sure: number; shrinkage: number },
): Promise<void> {
  const gains = tried.map(() => BLURS.map((): number[] => []));
  for (const [b, name] of BLURS.entries()) {
    for (const photograph of photographs) {
      const image = blurred(photograph, wideKernel(name, 1), 1);
      const shown = await findBlurLevel(
        image,
        await BlurEvidence.measure(image, undefined, { ownGrid: true }),
      );
      const { fits } = await analyseBlur(shown.evidence);
      for (const [v, value] of tried.entries()) {
        const { sure, shrinkage } = constantsOf(value);
        const blur = blurOf(shown.evidence, fits, { ...BLUR_CONSTANTS, ownGridShrinkage: shrinkage });
        const kernel = blur.kernel(1);
        const confidence = shown.evidence.confidenceIn(kernel, 1);
        const noises = { ...KERNEL_NOISE_CONSTANTS, sureOwnGrid: sure / 255 };
        const noise = 255 * kernelNoise(confidence, kernel, 1, noises);
        gains[v]?.[b]?.push(await gainOf(photograph, image, kernel, noise));
      }
    }
  }
  console.log();
  printTable(
    [title, ...BLURS],
    tried.map((value, v) => [
      markedIfNear(value, inUse),
      ...BLURS.map((_, b) => mean(gains[v]?.[b] ?? []).toFixed(2)),
    ]),
  );
}

async function printBorders(): Promise<void> {
  const rows: string[][] = [];
  const inUse = KNOWN_PART_CONSTANTS;
  const tried = [
    inUse,
    ...RESIDUALS_LEFT.map((residualLeft) => ({ ...inUse, residualLeft })),
    ...ITERATIONS.map((maxIterations) => ({ ...inUse, maxIterations })),
  ];
  for (const constants of tried) {
    const cells: string[] = [];
    for (const name of CUT_OUT) cells.push(mean(await gainsOf(wideKernel(name, 1), constants)).toFixed(2));
    rows.push([
      marked(constants.residualLeft, constants === inUse),
      String(constants.maxIterations),
      ...cells,
    ]);
  }
  console.log();
  printTable(["residual left", "iterations, at most", ...CUT_OUT], rows);
}

/** Of all photographs, blurred and cut out of what was blurred; with the true kernel. */
async function gainsOf(kernel: Kernel, constants: KnownPartConstants): Promise<number[]> {
  const gains: number[] = [];
  for (const photograph of photographs) {
    const { image, truth } = cutOut(blurred(photograph, kernel, 1), photograph, kernel, 1);
    const result = await restoreFast(image, kernel, 1, { noise: exactKernelNoise(1), constants });
    gains.push(psnr(result, truth) - psnr(image, truth));
  }
  return gains;
}

/** A direction of the photograph's own, in degrees. */
function directionOf(photograph: number): number {
  return (20 + 67 * photograph) % 180;
}

async function printLines(): Promise<void> {
  const name = SCALE === 1 ? "sureOwnGridLine" : "sure";
  const inUse = KERNEL_NOISE_CONSTANTS[name];
  const rows: string[][] = [];
  for (const length of LINE_LENGTHS) {
    const gains: number[][] = LINE_NOISES.map(() => []);
    for (const [i, photograph] of photographs.entries()) {
      const { image, kernel, confidence } = await foundUnder(
        photograph,
        motionKernel(length, directionOf(i), SCALE),
        SCALE,
      );
      if (!isLikely(kernel, SCALE, confidence)) continue;
      for (const [v, value] of LINE_NOISES.entries()) {
        const constants = { ...KERNEL_NOISE_CONSTANTS, [name]: value / 255 };
        const noise = 255 * kernelNoise(confidence, kernel, SCALE, constants);
        gains[v]?.push(await gainOf(photograph, image, kernel, noise, SCALE));
      }
    }
    rows.push([`${length}`, `${gains[0]?.length}`, ...gains.map(spread)]);
  }
  console.log();
  printTable(
    ["motion, pixels", "used", ...LINE_NOISES.map((value) => markedIfNear(value, 255 * inUse))],
    rows,
  );
}

/** Values in use are computed, from levels of 255 and back: they may differ in the last digit. */
function markedIfNear(value: number, inUse: number): string {
  return marked(value, Math.abs(value - inUse) < 1e-9);
}

async function printPaths(): Promise<void> {
  const rows: string[][] = [];
  const cases: readonly (readonly [string, (photograph: number) => Kernel])[] = [
    ...LINE_LENGTHS.map(
      (length) => [`line of ${length}`, (i: number) => motionKernel(length, directionOf(i))] as const,
    ),
    ...SPANS.map((span) => [`path of ${span}`, (i: number) => cameraPath(random(i), span, 1)] as const),
  ];
  for (const [name, kernelFor] of cases) {
    const found: {
      elongation: number;
      kurtosis: number;
      finer: number[];
      gain: number;
      isTrusted: boolean;
    }[] = [];
    for (const [i, photograph] of photographs.entries()) {
      const { image, own, evidence, kernel, confidence } = await foundUnder(photograph, kernelFor(i));
      const finer = (await blurLevels(image, own))
        .map((level) => level.evidence)
        .filter(({ shrunkBy }) => shrunkBy < evidence.shrunkBy);
      const { along, across } = principalAxes(covariance(kernel));
      found.push({
        elongation: Math.sqrt(along / across),
        kurtosis: kurtosisAlong(kernel),
        finer: finer.map((level) => level.of(kernel, 1).evidence),
        gain: await gainOf(photograph, image, kernel, 255 * kernelNoise(confidence, kernel, 1)),
        isTrusted: isLikely(kernel, 1, confidence),
      });
    }
    const trusted = found.filter(({ isTrusted }) => isTrusted);
    rows.push([
      name,
      ...(["elongation", "kurtosis"] as const).map((key) => spread(found.map((one) => one[key]))),
      spread(found.flatMap(({ finer }) => (finer.length > 0 ? [Math.min(...finer)] : []))),
      spread(found.map(({ gain }) => gain)),
      `${trusted.length}`,
      spread(trusted.map(({ gain }) => gain)),
    ]);
  }
  console.log();
  printTable(["", "elongation", "kurtosis", "finer evidence", "gain", "sure enough", "their gain"], rows);
}

/** What `auto` finds with its shapes in a photograph blurred by a kernel. */
async function foundUnder(photograph: PlanarImage, blur: Kernel, scale: Scale = 1) {
  const image = blurred(photograph, blur, scale);
  const own = await BlurEvidence.measure(image, undefined, { ownGrid: scale === 1 });
  const { evidence } = await findBlurLevel(image, own);
  const analysis = await analyseBlur(evidence);
  const kernel = analysis.kernel(scale);
  const confidence = evidence.confidenceIn(analysis.apparentKernel(scale), scale, analysis.shapes.arc);
  return { image, own, evidence, kernel, confidence };
}

async function gainOf(
  photograph: PlanarImage,
  image: PlanarImage,
  kernel: Kernel,
  noise: number,
  scale: Scale = 1,
): Promise<number> {
  const { image: result } = await superResolve(image, kernel, { scale, noise, threads: 1 });
  return psnr(result, photograph) - psnr(await withoutKernel(image, scale), photograph);
}

/** Mean, and the least and the most; of none nothing. */
function spread(numbers: readonly number[]): string {
  if (numbers.length === 0) return "";
  const digits = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);
  return `${digits(mean(numbers))} (${digits(Math.min(...numbers))}…${digits(Math.max(...numbers))})`;
}

/** At scale 1 the image itself, else what the bicubic kernel makes of it. */
async function withoutKernel(image: PlanarImage, scale: Scale): Promise<PlanarImage> {
  if (scale === 1) return image;
  return (await superResolve(image, bicubicKernel(scale), { scale, threads: 1 })).image;
}
