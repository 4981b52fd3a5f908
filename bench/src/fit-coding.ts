/**
 * `npm run bench:fit-coding -- PATH… [--check PATH,…] [--images 24] [--side 768]`
 *
 * The weights of packages/core/src/noise/coding-error.ts: how the error of WebP and AVIF files follows from their size.
 * PATH: photographs, or folders of them; of many, `--images` are taken evenly, each the middle of at most `--side`
 * pixels. Each is halved, sharp and under several blurs (wide-blurs.ts), rounded to 8 bits, and saved in several
 * qualities. Least squares of the logarithm of the error give the weights. The table has, of each codec, the deviation
 * of the estimate's logarithm from the error's, with these weights and with those in use, on these photographs and on
 * those of `--check`. A second table counts from which range of YCbCr their pixels seem to be decoded (ycbcr-range.ts),
 * of the images before they were saved, and of the files. Some ten seconds a photograph.
 */

import { bicubicKernel, type LossyCoding, type PlanarImage } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { leastSquares } from "../../packages/core/dist/math/least-squares.js";
import {
  CODING_ERROR_WEIGHTS,
  type CodingErrorWeights,
  meanLaplacian,
  STUDIO_RANGE_WEIGHTS,
} from "../../packages/core/dist/noise/coding-error.js";
import { yCbCrRange } from "../../packages/core/dist/noise/ycbcr-range.js";
import { codedRoundTrip } from "./coded-round-trip.js";
import { grayError } from "./gray-error.js";
import { quantised } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    check: { type: "string" },
    images: { type: "string", default: "24" },
    side: { type: "string", default: "768" },
  },
});

const SCALE = 2;
const BLURS = ["gauss0.6", "gauss0.8", "gauss1.2", "gauss2", "motion4@20"];
const QUALITIES: Readonly<Record<LossyCoding["codec"], readonly number[]>> = {
  webp: [40, 60, 75, 85, 92, 98],
  avif: [40, 50, 60, 75, 90],
};
const CODECS = Object.keys(QUALITIES) as LossyCoding["codec"][];

/** One file. */
interface Case {
  readonly codec: LossyCoding["codec"];
  readonly quality: number;
  readonly bitsPerPixel: number;
  readonly laplacian: number;
  /** Rms of the error in the gray values, in levels of 255. */
  readonly error: number;
}

/** How many images of a kind are of each range. */
const ranges = new Map<string, Record<"full" | "studio" | "none", number>>();

function count(kind: string, image: PlanarImage): void {
  const counts = ranges.get(kind) ?? { full: 0, studio: 0, none: 0 };
  ranges.set(kind, counts);
  counts[yCbCrRange(image) ?? "none"]++;
}

async function casesOf(paths: readonly string[]): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [index, path] of photographPaths(paths, "bench:fit-coding", Number(values.images)).entries()) {
    showProgress(`${index + 1}: ${path}`);
    const photograph = await readCentre(path, Number(values.side), SCALE);
    for (const kernel of [bicubicKernel(SCALE), ...BLURS.map((name) => wideKernel(name, SCALE))]) {
      const image = quantised(blurred(photograph, kernel, SCALE));
      count("not saved", image);
      for (const codec of CODECS) {
        for (const quality of QUALITIES[codec]) {
          const coded = await codedRoundTrip(image, codec, quality);
          count(codec, coded);
          cases.push({
            codec,
            quality,
            bitsPerPixel: coded.coding?.bitsPerPixel ?? Number.NaN,
            laplacian: meanLaplacian(coded),
            error: grayError(coded, image),
          });
        }
      }
    }
  }
  clearProgress();
  return cases;
}

/** A row of the table: which cases, whether the size of the file is known, and the weights in use. */
interface Row {
  readonly name: string;
  readonly isIncluded: (one: Case) => boolean;
  readonly knowsSize: boolean;
  readonly used: CodingErrorWeights;
}

/** Qualities of a WebP whose size is not known. */
const USUAL_WEBP = [60, 92] as const;
const ROWS: readonly Row[] = [
  ...CODECS.map((name) => ({
    name,
    isIncluded: ({ codec }: Case) => codec === name,
    knowsSize: true,
    used: CODING_ERROR_WEIGHTS[name],
  })),
  {
    name: "webp, size unknown",
    isIncluded: ({ codec, quality }) =>
      codec === "webp" && quality >= USUAL_WEBP[0] && quality <= USUAL_WEBP[1],
    knowsSize: false,
    used: { ...STUDIO_RANGE_WEIGHTS, bits: 0 },
  },
];

function fitted(cases: readonly Case[], knowsSize: boolean): CodingErrorWeights {
  const [logFactor = 0, detail = 0, bits = 0] = leastSquares(
    cases.map(({ laplacian, bitsPerPixel }) => [
      1,
      Math.log(laplacian),
      ...(knowsSize ? [-Math.log(bitsPerPixel)] : []),
    ]),
    cases.map(({ error }) => Math.log(error)),
    cases.map(() => 1),
  );
  return { factor: Math.exp(logFactor), detail, bits };
}

/** Rms of log(estimate / error). */
function deviation(cases: readonly Case[], { factor, detail, bits }: CodingErrorWeights): string {
  const squares = cases.map(({ laplacian, bitsPerPixel, error }) => {
    const estimate = factor * laplacian ** detail * bitsPerPixel ** -bits;
    return Math.log(estimate / error) ** 2;
  });
  return squares.length === 0 ? "" : Math.sqrt(mean(squares)).toFixed(2);
}

const cases = await casesOf(positionals);
const others = values.check === undefined ? [] : await casesOf(values.check.split(","));
printTable(
  ["codec", "factor", "detail", "bits", "deviation", "in use", "checked", "in use"],
  ROWS.map(({ name, isIncluded, knowsSize, used }) => {
    const [own, checked] = [cases.filter(isIncluded), others.filter(isIncluded)];
    const weights = fitted(own, knowsSize);
    return [
      name,
      ...[weights.factor, weights.detail, weights.bits].map((value) => value.toFixed(3)),
      ...[own, checked].flatMap((some) => [deviation(some, weights), deviation(some, used)]),
    ];
  }),
);
console.log();
printTable(
  ["colours", "full range", "studio range", "neither"],
  [...ranges].map(([kind, { full, studio, none }]) => [kind, ...[full, studio, none].map(String)]),
);
