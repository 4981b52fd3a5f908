/**
 * `npm run bench:fit-grain -- PATH… [--check PATH…] [--side 576] [--rows FILE]`
 *
 * The weights of the logistic regression of packages/core/src/spectral/traces/grain.ts. PATH: photographs, or folders
 * of them. The central square of each, of `--side` pixels at most, becomes the blurred cases of
 * degraded-photographs.ts, which have no grain, or white noise, those of them that are JPEG files too, and sharp cases
 * with grain of 1.5 to 12 gray levels and a correlation of 0.5 to 1.3 pixels, half of them as JPEG files as well. Of
 * the grainy ones only those count whose kernel has a confidence of 0.4 and more apart from the grain: the others fall
 * back anyway. Prints the weights, how many are found grainy with those in use, and from other probabilities on, for
 * the photographs and for those of --check, which are not fitted on. Ten seconds for each photograph. --rows: a file
 * for the terms of all cases, of which only those that it lacks are computed.
 *
 * The weights in use come from 74 photographs: 38 of Debian's wallpapers (packages lomiri-, mate- and
 * plasma-workspace-; shrunk to 768 pixels), 12 of Kodak's (kodim01 to kodim12), 17 of BSD68 and 7 of Urban100.
 */

import { imresize, type PlanarImage, type Random, random } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { toGray } from "../../packages/core/dist/image/index.js";
import { logistic } from "../../packages/core/dist/math/logistic.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import { analyseBlur } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { GRAIN_WEIGHTS, grainTerms, MIN_GRAIN } from "../../packages/core/dist/spectral/traces/grain.js";
import { casesOf, divisible, jpegCasesOf, noisy } from "./degraded-photographs.js";
import { quantised } from "./judge.js";
import { logisticRegression } from "./logistic-regression.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { marked, printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    check: { type: "string", multiple: true, default: [] },
    side: { type: "string", default: "576" },
    rows: { type: "string" },
  },
});

const SCRIPT = "bench:fit-grain";
/** Divides the sides, so that they can be shrunk by 2, 3 and 4. */
const FACTOR = 12;
/** Kinds that have a blur, and nothing else that would make them fall back. */
const BLURRED = /Gaussian|disk|motion|^(other blur|noise|compressed)$/;
/** In gray levels of 255; those of the second line become JPEG files too. */
const DEVIATIONS = [1.5, 3, 5, 7, 9, 12] as const;
const COMPRESSED: readonly number[] = [3, 7, 9];
const MIN_CONFIDENCE = 0.4;
/** Values of MIN_GRAIN that are compared. */
const LIMITS = [0.5, 0.6, MIN_GRAIN, 0.8, 0.9];

interface Case {
  readonly kind: string;
  readonly scale: 2 | 3 | 4;
  readonly low: PlanarImage;
}

interface Row {
  readonly kind: string;
  readonly isGrainy: boolean;
  /** Of a grainy case: that of the kernel, apart from the grain. */
  readonly confidence: number | undefined;
  readonly terms: readonly number[];
}

const file = new RowsFile<Row[]>(values.rows);
const rows: (Row & { readonly isFitted: boolean })[] = [];
await addRows(photographPaths(positionals, SCRIPT), true);
if (values.check.length > 0) {
  await addRows(photographPaths(values.check, SCRIPT), false);
}
report();

async function addRows(paths: readonly string[], isFitted: boolean): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const made = await file.get(JSON.stringify([path, i, values.side]), () => rowsOf(path, i));
    rows.push(...made.map((row) => ({ ...row, isFitted })));
    showProgress(`${i + 1} of ${paths.length} photographs`);
  }
  clearProgress();
}

async function rowsOf(path: string, number: number): Promise<Row[]> {
  const photograph = await readCentre(path, Number(values.side), FACTOR);
  const blurred = [
    ...(await casesOf(photograph, random(number))),
    ...(await jpegCasesOf(photograph, random(number, 1))),
  ].filter(({ kind }) => BLURRED.test(kind));
  const made: Row[] = [];
  for (const one of blurred) made.push(...(await rowOf(one, false)));
  for (const one of await grainyCases(photograph, random(number, 2))) made.push(...(await rowOf(one, true)));
  return made;
}

/** A photograph that was only shrunk, with grain. */
async function grainyCases(photograph: PlanarImage, numbers: Random): Promise<Case[]> {
  const sharp = quantised(imresize(divisible(photograph, 2), { scale: 1 / 2 }));
  const made: Case[] = [];
  for (const deviation of DEVIATIONS) {
    const radius = 0.5 + 0.8 * numbers.uniform();
    const low = quantised(noisy(sharp, deviation, radius, numbers, numbers.integer(2) === 0));
    made.push({ kind: `grain of ${deviation}`, scale: 2, low });
    if (!COMPRESSED.includes(deviation)) continue;
    const compressed = await jpegRoundTrip(low, 80 + numbers.integer(16));
    made.push({ kind: `grain of ${deviation}, JPEG`, scale: 2, low: compressed });
  }
  return made;
}

/** None for an image that can have no grain. */
async function rowOf({ kind, scale, low }: Case, isGrainy: boolean): Promise<Row[]> {
  const terms = grainTerms(toGray(low));
  if (!terms) return [];
  const confidence = isGrainy ? await confidenceApartFromGrain(low, scale) : undefined;
  return [{ kind, isGrainy, confidence, terms }];
}

async function confidenceApartFromGrain(low: PlanarImage, scale: number): Promise<number> {
  const evidence = await BlurEvidence.measure(low);
  const blur = await analyseBlur(evidence);
  return evidence.confidenceApartFromGrain(blur.apparentKernel(scale), scale, blur.shapes.arc);
}

function report(): void {
  const counted = rows.filter(({ confidence = 1 }) => confidence >= MIN_CONFIDENCE);
  const fitted = counted.filter(({ isFitted }) => isFitted);
  const weights = logisticRegression(
    fitted.map(({ terms }) => terms),
    fitted.map(({ isGrainy }) => Number(isGrainy)),
  );
  console.log(`grain.ts: [${weights.map((weight) => weight.toFixed(3)).join(", ")}]`);
  for (const isFitted of [true, false]) {
    const part = counted.filter((row) => row.isFitted === isFitted);
    if (part.length === 0) continue;
    console.log(`\n${isFitted ? "Fitted on" : "Not fitted on"}: ${part.length} cases\n`);
    printTable(
      ["kind", "cases", "found grainy"],
      [...new Set(part.map(({ kind }) => kind))].map((kind) => {
        const same = part.filter((row) => row.kind === kind);
        const found = same.filter(({ terms }) => logistic(GRAIN_WEIGHTS, terms) > MIN_GRAIN);
        return [kind, String(same.length), String(found.length)];
      }),
    );
    const countOver = (limit: number, isGrainy: boolean): string => {
      const same = part.filter((row) => row.isGrainy === isGrainy);
      const found = same.filter(({ terms }) => logistic(GRAIN_WEIGHTS, terms) > limit);
      return `${found.length} of ${same.length}`;
    };
    console.log();
    printTable(
      ["grainy from", "blurred", "grainy"],
      LIMITS.map((limit) => [
        marked(limit, limit === MIN_GRAIN),
        countOver(limit, false),
        countOver(limit, true),
      ]),
    );
  }
}
