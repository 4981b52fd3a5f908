/**
 * `npm run bench:wide -- PATH… [--images 12] [--side 768] [--scale 1] [--blurs gauss2,disk6,motion9@30] [--cut]
 * [--linear [--tone aces]] [--noise 2] [--jpeg 90 | --webp 80 | --avif 70 [--resaved]] [--rows FILE]`
 *
 * What `upscale` makes of photographs blurred by several pixels: PATH are photographs, or folders of them, of which
 * `--images` are taken evenly, each the middle of at most `--side` pixels. Each is blurred with every kernel
 * (wide-blurs.ts; lengths are in pixels of the blurred image), with mirrored borders, or with --cut so that these are
 * cut off afterwards, as what lies beyond the borders of real photographs is their scene; its pixel values, or with
 * --linear its light, as in a camera, of which --tone (tone.ts) made the photograph; then reduced by `--scale`
 * and rounded to 8 bits, then given noise or compressed (degradation.ts), with --resaved as PNG afterwards. A table
 * has, for each blur, means over the photographs of PSNR on Y, 8 pixels of border left out: of the input (at scales
 * above 1: of the bicubic kernel), how much `auto` gains over it (with --linear also if the blur is undone in the pixel
 * values, mean and worst), how much the true kernel does with the same solver, the share of that, the worst of `auto`,
 * and how many fell back. "sharp" are the photographs themselves, "resized0.95" the same resized by a factor near 1,
 * which are to stay as they are. --rows: a file with the results of all cases, of which only those that it lacks are
 * computed.
 */

import { basename } from "node:path";
import { imresize, type PlanarImage, type UpscaleOptions, upscaleImage } from "@kernelgan/core";
import { UPSCALE_FACTORS } from "@kernelgan/core/internal";
import { scriptArguments, wrongArgument } from "@kernelgan/testing/script-arguments";
import { degradationOf, degraded, described } from "./degradation.js";
import { psnr, quantised } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { RowsFile } from "./rows-file.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";
import { toneCurveOf, toneNamed } from "./tone.js";
import { blurNames, blurred, cutOut, wideKernel } from "./wide-blurs.js";

const SHARP = "sharp";
/** A photograph resized by the factor that follows. */
const RESIZED = /^resized(\d+(?:\.\d+)?)$/;
/** In dB, that of a picture which was left as it is. */
const MAX_PSNR = 99;
const BLURS = `gauss2,gauss3,gauss5,gauss8,disk3,disk6,disk10,${SHARP}`;

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "12" },
    side: { type: "string", default: "768" },
    scale: { type: "string", default: "1" },
    blurs: { type: "string", default: BLURS },
    cut: { type: "boolean", default: false },
    linear: { type: "boolean", default: false },
    tone: { type: "string" },
    noise: { type: "string", default: "0" },
    jpeg: { type: "string" },
    webp: { type: "string" },
    avif: { type: "string" },
    resaved: { type: "boolean" },
    rows: { type: "string" },
  },
});
const scale = scaleNamed(values.scale, UPSCALE_FACTORS);
if (values.tone !== undefined && !values.linear) wrongArgument("--tone is that of light: add --linear");
const tone = values.tone === undefined ? undefined : toneNamed(values.tone);
const degradation = degradationOf(values);

/** One photograph under one blur. All in dB. */
interface Row {
  readonly path: string;
  readonly before: number;
  readonly gain: number;
  /** With --linear: if it is undone in the pixel values. */
  readonly valuesGain?: number | undefined;
  readonly trueGain: number;
  readonly confidence: number;
  readonly fellBack: boolean;
}

const paths = photographPaths(positionals, "bench:wide", Number(values.images));
const names = values.blurs.split(",");
const unblurred = names.filter((name) => name === SHARP || RESIZED.test(name));
const blurs = blurNames(values.blurs, unblurred).filter((name) => scale === 1 || !unblurred.includes(name));
const rows = new RowsFile<Row>(values.rows);
const results: Row[][] = blurs.map(() => []);
for (const [index, path] of paths.entries()) {
  const photograph = await readCentre(path, Number(values.side), scale);
  for (const [b, name] of blurs.entries()) {
    showProgress(`${index + 1} of ${paths.length}: ${name}`);
    const key = JSON.stringify([
      path,
      name,
      scale,
      values.side,
      degradation,
      ...["cut", "linear"].filter((name) => values[name as "cut" | "linear"]),
      ...(values.tone === undefined ? [] : [values.tone]),
    ]);
    results[b]?.push(await rows.get(key, () => measure(path, photograph, name)));
  }
}
clearProgress();
console.log(`×${scale}, ${paths.length} photographs, ${described(degradation)}; PSNR on Y in dB:\n`);
printTable(
  [
    "blur",
    scale === 1 ? "input" : "bicubic kernel",
    ...(values.linear ? ["in pixel values", "worst"] : []),
    "auto",
    "true kernel",
    "share",
    "worst",
    "of",
    "fell back",
  ],
  results.map((same, b) => {
    const [gain, trueGain] = [mean(same.map((row) => row.gain)), mean(same.map((row) => row.trueGain))];
    const inValues = same.map(({ valuesGain = 0 }) => valuesGain);
    const worst = same.reduce((a, row) => (row.gain < a.gain ? row : a));
    const fellBack = same.filter((row) => row.fellBack).length;
    return [
      blurs[b] ?? "",
      mean(same.map(({ before }) => before)).toFixed(2),
      ...(values.linear ? [mean(inValues), Math.min(...inValues)].map((value) => signed(value)) : []),
      signed(gain),
      ...(unblurred.includes(blurs[b] ?? "")
        ? ["", ""]
        : [signed(trueGain), `${Math.round((100 * gain) / trueGain)}%`]),
      signed(worst.gain),
      basename(worst.path),
      `${fellBack} of ${same.length}`,
    ];
  }),
);

async function measure(path: string, original: PlanarImage, name: string): Promise<Row> {
  const resizedBy = Number(RESIZED.exec(name)?.[1] ?? 1);
  const photograph = resizedBy === 1 ? original : quantised(imresize(original, { scale: resizedBy }));
  const kernel = unblurred.includes(name) ? undefined : wideKernel(name, scale);
  const light = values.linear ? "linear" : "encoded";
  const whole = kernel ? blurred(photograph, kernel, scale, light, tone) : photograph;
  const { image: clean, truth } =
    kernel && values.cut ? cutOut(whole, photograph, kernel, scale) : { image: whole, truth: photograph };
  const image = await degraded(clean, degradation);
  const upscaled = (options: UpscaleOptions) => upscaleImage(image, { scale, threads: 1, ...options });
  const before = scale === 1 ? image : (await upscaled({ kernel: "bicubic" })).image;
  const { image: result, estimate } = await upscaled({});
  const inValues = values.linear ? (await upscaled({ light: "encoded" })).image : undefined;
  const ideal = kernel
    ? (await upscaled({ kernels: { ...kernel, light, toneCurve: toneCurveOf(tone) }, exactKernel: true }))
        .image
    : before;
  // An untouched photograph has no finite PSNR.
  const quality = (picture: PlanarImage): number => Math.min(MAX_PSNR, psnr(picture, truth));
  return {
    path,
    before: quality(before),
    gain: quality(result) - quality(before),
    valuesGain: inValues && quality(inValues) - quality(before),
    trueGain: quality(ideal) - quality(before),
    confidence: estimate?.confidence ?? 0,
    fellBack: estimate?.fellBack ?? true,
  };
}
