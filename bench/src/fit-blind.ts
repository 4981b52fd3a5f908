/**
 * `npm run bench:fit-blind -- PATH… [--images 24] [--seed 0] [--rows FILE]`
 *
 * The weights of packages/core/src/blind/confidence.ts: how far a kernel without a model can be trusted. PATH:
 * photographs, or folders of them; of many, `--images` are taken evenly. The middle of each is blurred by a random
 * camera path of 7 to 27 pixels (at scale 1, with noise of 0 or 1 gray level; as JPEG; and halved), by a Gaussian, and
 * not at all; and, not for the weights, by a short motion, defocus or shake, halved, and by a motion of 2 to 6 pixels of
 * what is found, halved and not. The kernel is found, and judged by PSNR on Y, up to a shift of 2 pixels, after `fast`.
 * The target is the share of the gain that the kernel brings,
 *
 *     y = gain / max(0.5 dB, gain of the true kernel)   within [0, 1],
 *
 * over the blurred image at scale 1, over the bicubic kernel at ×2; 0 for what was not blurred. Prints the weights, and
 * what a rule of trust gains and loses by kind, each eighth of the photographs judged by weights fitted on the others;
 * what such a kernel brings in the place of shapes that are trusted, with the limits in use, marked *, and with others;
 * and how many of the kernels that bring more than half of the gain, and of the others, the image contradicts, of shapes
 * as well. Half a minute for each photograph. --rows: a file for terms and targets; those that it has are not computed
 * again.
 */

import { basename } from "node:path";
import {
  bicubicKernel,
  downscale,
  evaluateImage,
  type Kernel,
  KernelGanError,
  type PlanarImage,
  type Random,
  random,
  randomKernel,
  type SuperResolveOptions,
  superResolve,
} from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { blindConfidenceTerms, isPossible } from "../../packages/core/dist/blind/confidence.js";
import { findBlindKernel } from "../../packages/core/dist/blind/index.js";
import {
  areSure,
  MIN_BLIND_CONFIDENCE,
  MIN_EVIDENCE,
  REPLACEMENT,
  type ReplacementLimits,
  UNEXPLAINED,
} from "../../packages/core/dist/estimate/auto.js";
import { isContradicted } from "../../packages/core/dist/estimate/contradiction.js";
import { judgementOf } from "../../packages/core/dist/estimate/trust.js";
import { cropMiddle, toGray } from "../../packages/core/dist/image/index.js";
import { centreKernel } from "../../packages/core/dist/kernel/index.js";
import { logistic } from "../../packages/core/dist/math/logistic.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { analyseBlur } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { findBlurLevel } from "../../packages/core/dist/spectral/fit/blur-level.js";
import { cameraPath } from "./camera-path.js";
import { divisible, noisy, shortBlur } from "./degraded-photographs.js";
import { quantised } from "./judge.js";
import { logisticRegression } from "./logistic-regression.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { mean } from "./statistics.js";
import { marked, printTable, signed } from "./table.js";
import { motionKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "24" },
    seed: { type: "string", default: "0" },
    rows: { type: "string" },
  },
});

/** Side of the part that is blurred, in pixels of the sharp photograph. */
const SIDES = { 1: 256, 2: 400 } as const;
/** The confidence that estimated kernels are used with: that of many such kernels. */
const JUDGED_CONFIDENCE = 0.5;
/** A gain of less is as good as none. */
const MIN_GAIN = 0.5;
const SHIFT = 2;
const FOLDS = 8;
/** Blurs that the shapes are for: what a kernel without a model does to those is counted, and not fitted on. */
const OF_SHAPES: readonly string[] = ["short ×2", "line", "line ×2"];
/** Length of those lines, in pixels of the blurred image. */
const LINES = [2, 6] as const;
const THRESHOLDS = [0.25, 0.3, 0.35, 0.4] as const;
/** An exact picture would have no end of decibels. */
const MAX_PSNR = 60;

/** What became of one case. */
interface Row {
  readonly file: string;
  readonly kind: string;
  readonly terms: readonly number[];
  /** Whether the kernel is like those that help: others are not used, nor fitted on. */
  readonly isPossible: boolean;
  /** Whether the image's edges contradict it (estimate/contradiction.ts). */
  readonly isContradicted: boolean;
  /** In dB, over what would be without the kernel. */
  readonly gain: number;
  /** y. */
  readonly share: number;
  /** Of the shapes' mean, in dB, as `gain`, and as the others. */
  readonly shapesGain: number;
  readonly shapesShare: number;
  readonly areShapesContradicted: boolean;
  readonly areShapesTrusted: boolean;
  /** Whether they are trusted at a smaller size of the image, where no kernel without a model is looked for. */
  readonly areShapesWide: boolean;
  readonly shapesConfidence: number;
  /** The weights of the line and of the arc among them. */
  readonly pathWeights: Readonly<Record<"motion" | "arc", number>>;
  readonly loss: number;
  /** Of the kernel that it looks like: what decides whether one without a model is looked for. */
  readonly shapesLoss: number;
  readonly shapesEvidence: number;
}

/** An image as it would be found. */
interface Case {
  readonly kind: string;
  readonly scale: 1 | 2;
  readonly low: PlanarImage;
  readonly high: PlanarImage;
  /** Undefined where there was no blur. */
  readonly kernel: Kernel | undefined;
}

const file = new RowsFile<Row[]>(values.rows);
const rows: Row[] = [];
const paths = photographPaths(positionals, "bench:fit-blind", Number(values.images));
for (const [i, path] of paths.entries()) {
  showProgress(`photograph ${i + 1} of ${paths.length}`);
  rows.push(...(await file.get(JSON.stringify([path, i, values.seed]), () => rowsOf(path, i))));
}
clearProgress();
report();

async function casesOf(photograph: PlanarImage, numbers: Random): Promise<Case[]> {
  const high = (scale: 1 | 2): PlanarImage =>
    divisible(cropMiddle(photograph, SIDES[scale], SIDES[scale]), scale);
  const span = (): number => 7 + 20 * numbers.uniform();
  const noise = (image: PlanarImage): PlanarImage =>
    numbers.integer(2) === 0 ? image : noisy(image, 1, 0, numbers);
  const blurred = (scale: 1 | 2, kernel: Kernel): PlanarImage =>
    quantised(noise(downscale(high(scale), kernel, scale)));
  const made: Case[] = [];
  for (const [kind, scale] of [
    ["path", 1],
    ["path", 1],
    ["path ×2", 2],
  ] as const) {
    const kernel = cameraPath(numbers, span(), scale);
    made.push({ kind, scale, low: blurred(scale, kernel), high: high(scale), kernel });
  }
  const path = cameraPath(numbers, span(), 1);
  const compressed = await jpegRoundTrip(blurred(1, path), 75 + numbers.integer(21));
  made.push({ kind: "path, JPEG", scale: 1, low: compressed, high: high(1), kernel: path });
  const drawn = randomKernel(numbers, { scale: 2, size: 25, eigenvalues: [0.5, 9], noise: 0 });
  const gaussian = centreKernel({ size: drawn.size, data: drawn.data }, 1);
  made.push({ kind: "Gaussian", scale: 1, low: blurred(1, gaussian), high: high(1), kernel: gaussian });
  made.push({ kind: "sharp", scale: 1, low: quantised(noise(high(1))), high: high(1), kernel: undefined });
  const shrunk = quantised(downscale(high(2), bicubicKernel(2), 2));
  made.push({ kind: "sharp ×2", scale: 2, low: shrunk, high: high(2), kernel: undefined });
  const add = (kind: string, scale: 1 | 2, kernel: Kernel): void => {
    made.push({ kind, scale, low: blurred(scale, kernel), high: high(scale), kernel });
  };
  add("short ×2", 2, shortBlur(numbers));
  for (const [kind, scale] of [
    ["line", 1],
    ["line", 1],
    ["line ×2", 2],
    ["line ×2", 2],
  ] as const) {
    const length = LINES[0] + (LINES[1] - LINES[0]) * numbers.uniform();
    add(kind, scale, motionKernel(length, 180 * numbers.uniform(), scale));
  }
  return made;
}

/** Without the cases that are flat there. */
async function rowsOf(path: string, number: number): Promise<Row[]> {
  const made: Row[] = [];
  for (const one of await casesOf(await readImage(path), random(Number(values.seed), number))) {
    try {
      made.push(await rowOf(path, one));
    } catch (error) {
      if (!(error instanceof KernelGanError && error.code === "image-flat")) throw error;
    }
  }
  return made;
}

async function rowOf(file: string, { kind, scale, low, high, kernel }: Case): Promise<Row> {
  const own = await BlurEvidence.measure(low, undefined, { ownGrid: scale === 1 });
  const { evidence: shown } = await findBlurLevel(low, own);
  const evidence = shown.shrunkBy > 1 ? own : shown;
  const blind = await findBlindKernel(toGray(low));
  const found = blind.kernel(scale);
  const spectral = evidence.of(found, scale);
  const judged = { ...blind, ...spectral };
  const blur = await analyseBlur(shown);
  const shapes = blur.kernel(scale);
  const apparent = blur.apparentKernel(scale);
  const ofShapes = evidence.of(apparent, scale);
  const arcWeight = blur.shapes.arc;
  const { isTrusted, confidence } = await judgementOf(apparent, scale, own, { shown, arcWeight });
  const quality = async (
    used: Kernel,
    how: Pick<SuperResolveOptions, "noise" | "confidence"> = {},
  ): Promise<number> => psnr((await superResolve(low, used, { scale, ...how })).image, high);
  const estimated = { confidence: JUDGED_CONFIDENCE };
  const before = scale === 1 ? psnr(low, high) : await quality(bicubicKernel(scale));
  const gain = (await quality(found, estimated)) - before;
  const shapesGain = (await quality(shapes, estimated)) - before;
  const possible = kernel
    ? (await quality(kernel, { noise: scale === 1 ? 1 : 0 })) - before
    : Number.POSITIVE_INFINITY;
  const shareOf = (one: number): number => Math.min(1, Math.max(0, one / Math.max(MIN_GAIN, possible)));
  const areContradicted = (kernel: Kernel): Promise<boolean> =>
    isContradicted(evidence, kernel, scale, async () => {});
  return {
    file,
    kind,
    terms: blindConfidenceTerms(judged),
    isPossible: isPossible(judged),
    isContradicted: await areContradicted(found),
    gain,
    share: shareOf(gain),
    shapesGain,
    shapesShare: shareOf(shapesGain),
    areShapesContradicted: await areContradicted(shapes),
    areShapesTrusted: isTrusted,
    areShapesWide: isTrusted && shown.shrunkBy > 1,
    shapesConfidence: confidence,
    pathWeights: { motion: blur.shapes.motion, arc: blur.shapes.arc },
    loss: spectral.loss,
    shapesLoss: ofShapes.loss,
    shapesEvidence: ofShapes.evidence,
  };
}

function psnr(picture: PlanarImage, original: PlanarImage): number {
  const { psnrY } = evaluateImage(quantised(picture), original, { border: 8, upToShift: SHIFT });
  return Math.min(MAX_PSNR, psnrY);
}

function report(): void {
  const fit = (part: readonly Row[]): number[] => {
    const possible = part.filter((row) => row.isPossible && !OF_SHAPES.includes(row.kind));
    return logisticRegression(
      possible.map((row) => row.terms),
      possible.map((row) => row.share),
    );
  };
  console.log(
    `confidence.ts: [${fit(rows)
      .map((weight) => weight.toFixed(3))
      .join(", ")}]\n`,
  );
  const files = [...new Set(rows.map(({ file }) => file))];
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const isHeldOut = ({ file }: Row): boolean => files.indexOf(file) % FOLDS === fold;
    const weights = fit(rows.filter((row) => !isHeldOut(row)));
    return rows
      .filter(isHeldOut)
      .map((row) => ({ ...row, confidence: row.isPossible ? logistic(weights, row.terms) : 0 }));
  }).flat();
  const round = (value: number): string => value.toFixed(2);
  printTable(
    [
      "kind",
      "cases",
      "gain",
      "shapes",
      `their loss ≥ ${UNEXPLAINED}`,
      `evidence ≥ ${MIN_EVIDENCE}`,
      "confidence",
      "share",
      ...THRESHOLDS.map((t) => `over ${t}: cases, gain, worst`),
    ],
    [...new Set(judged.map(({ kind }) => kind))].map((kind) => {
      const same = judged.filter((row) => row.kind === kind);
      return [
        kind,
        String(same.length),
        round(mean(same.map(({ gain }) => gain))),
        round(mean(same.map(({ shapesGain }) => shapesGain))),
        String(same.filter(({ shapesLoss }) => shapesLoss >= UNEXPLAINED).length),
        String(same.filter(({ shapesEvidence }) => shapesEvidence >= MIN_EVIDENCE).length),
        round(mean(same.map(({ confidence }) => confidence))),
        round(mean(same.map(({ share }) => share))),
        ...THRESHOLDS.map((threshold) => {
          const used = same.filter(({ confidence }) => confidence > threshold);
          const worst = used.reduce((a, b) => (a && a.gain < b.gain ? a : b), used[0]);
          return worst
            ? `${used.length}, ${round(mean(used.map(({ gain }) => gain)))}, ${round(worst.gain)} (${basename(worst.file)})`
            : "0";
        }),
      ];
    }),
  );
  console.log();
  reportReplacements(judged);
  const count = (name: string, judged: readonly { share: number; isContradicted: boolean }[]): void => {
    for (const isGood of [true, false]) {
      const part = judged.filter(({ share }) => share > 0.5 === isGood);
      const contradicted = part.filter(({ isContradicted }) => isContradicted).length;
      const gain = isGood ? "more than half of the gain" : "less";
      console.log(`${name}, ${gain}: ${part.length} kernels, ${contradicted} contradicted by the image`);
    }
  };
  count("without a model", rows);
  count(
    "of shapes",
    rows.map((row) => ({ share: row.shapesShare, isContradicted: row.areShapesContradicted })),
  );
}

/** What kernels without a model bring in the place of trusted shapes, with limits around those in use. */
function reportReplacements(judged: readonly (Row & { readonly confidence: number })[]): void {
  const candidates = judged.filter(
    (row) =>
      row.areShapesTrusted &&
      !row.areShapesWide &&
      !row.isContradicted &&
      row.shapesLoss >= UNEXPLAINED &&
      row.confidence >= MIN_BLIND_CONFIDENCE,
  );
  const cell = (isOfShapes: boolean, limits: ReplacementLimits): string => {
    const changes = candidates
      .filter(({ kind }) => OF_SHAPES.includes(kind) === isOfShapes)
      .filter((row) => !areSure({ confidence: row.shapesConfidence }, row.pathWeights, limits))
      .filter(({ loss, shapesLoss }) => shapesLoss - loss > limits.lossGain)
      .map(({ gain, shapesGain }) => gain - shapesGain);
    if (changes.length === 0) return "0";
    return `${changes.length}, ${signed(mean(changes))}, ${signed(Math.min(...changes))}`;
  };
  const line = (name: string, limits: ReplacementLimits, isInUse: boolean): string[] => [
    marked(name, isInUse),
    ...[false, true].map((isOfShapes) => cell(isOfShapes, limits)),
  ];
  const tried = { sureOfLine: [0.7, 0.8, 0.9, 1], sureOfArc: [0.9, 0.94, 0.98, 1], lossGain: [0, 3, 6, 10] };
  printTable(
    ["in the place of trusted shapes", "paths and others: cases, gain in dB, worst", "blurs of shapes"],
    (Object.keys(tried) as (keyof typeof tried)[]).flatMap((name) =>
      tried[name].map((value) =>
        line(`${name} ${value}`, { ...REPLACEMENT, [name]: value }, value === REPLACEMENT[name]),
      ),
    ),
  );
  console.log();
}
