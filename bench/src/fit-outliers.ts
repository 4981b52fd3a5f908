/**
 * `npm run bench:fit-outliers -- PATH… [--images 12] [--scale 2] [--blur 1.2] [--jpeg 90]`
 *
 * The constants of restore/outliers.ts: which pixels no picture explains. PATH: photographs, or folders of them; of
 * many, `--images` are taken evenly. Their gray values are blurred with a Gaussian of `--blur` pixels of the small
 * image, shrunk, spoilt in the ways of SPOILT, and compressed as JPEG (`--jpeg 0`: only rounded). The table has, for
 * the constants in use, marked *, and others in the place of one of them, the mean PSNR of what `fast` makes of them,
 * and above what it makes of them as they are, and interpolation. The kernel is what `auto` finds in the unspoilt
 * image; for `wide`, unspoilt as well, one that is a tenth too wide. The truth is the photograph, spoilt in the same
 * places (but for `noise`, white, of 10 gray levels). A minute for each photograph.
 */

import {
  estimateKernel,
  imresize,
  type Kernel,
  type PlanarImage,
  planarImage,
  random,
} from "@kernelgan/core";
import { UPSCALE_FACTORS } from "@kernelgan/core/internal";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { toGray } from "../../packages/core/dist/image/index.js";
import { assumedNoise, imageNoise, kernelNoise } from "../../packages/core/dist/restore/assumed-noise.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import {
  OUTLIER_CONSTANTS,
  type OutlierConstants,
  withoutOutliers,
} from "../../packages/core/dist/restore/outliers.js";
import { divisible, noisy } from "./degraded-photographs.js";
import { psnr, quantised } from "./judge.js";
import { photographPaths } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { printTable } from "./table.js";
import { blurred, wideKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "12" },
    scale: { type: "string", default: "2" },
    blur: { type: "string", default: "1.2" },
    jpeg: { type: "string", default: "90" },
  },
});
const scale = scaleNamed(values.scale, UPSCALE_FACTORS);
const [width, quality] = [Number(values.blur), Number(values.jpeg)];

/** Draws on a small image (factor 1) and on what it is made of (factor s) alike; [1, h, w]. */
type Spoil = (image: PlanarImage, factor: number) => PlanarImage;

const SPOILT = {
  "as it is": (image) => image,
  wide: (image) => image,
  noise: (image) => noisy(image, 10, 0, random(0)),
  "white frame": (image, s) => framed(image, 20 * s, 20 * s, 1),
  "black bars": (image, s) => framed(image, 0, 24 * s, 0),
  caption: (image, s) => lettered(image, s, { x: 10, y: 10, value: 1, share: 1 }),
  date: (image, s) => lettered(image, s, { x: -70, y: -24, value: 0.75, share: 1 }),
  watermark: (image, s) => lettered(image, s, { x: 30, y: 60, value: 1, share: 0.3 }),
  "hot pixels": (image, s) => spotted(image, s),
} as const satisfies Record<string, Spoil>;

const TRIALS: Partial<OutlierConstants>[] = [
  {},
  { regularisation: 1e-3 },
  { regularisation: 1e-2 },
  { limit: 5 / 255 },
  { limit: 12 / 255 },
  { noiseFactor: 2.5 },
  { noiseFactor: 5 },
  { connectedShare: 0.3 },
  { connectedShare: 0.7 },
  { margin: 1 },
  { margin: 4 },
];

const names = Object.keys(SPOILT) as (keyof typeof SPOILT)[];
const results = TRIALS.map(() => names.map(() => [] as number[]));
const asTheyAre = names.map(() => [] as number[]);
const interpolated = names.map(() => [] as number[]);
const shares = names.map(() => [] as number[]);
const paths = photographPaths(positionals, "bench:fit-outliers", Number(values.images));
for (const [i, path] of paths.entries()) {
  showProgress(`photograph ${i + 1} of ${paths.length}`);
  const high = divisible(toGray(await readImage(path)), scale);
  const low = blurred(high, wideKernel(`gauss${width}`, scale), scale);
  const wide = wideKernel(`gauss${1.1 * width}`, scale);
  const { kernel, confidence } = await estimateKernel(await compressed(low), { scale, fallback: false });
  for (const [n, name] of names.entries()) {
    const image = await compressed(SPOILT[name](low, 1));
    const truth = name === "noise" ? high : SPOILT[name](high, scale);
    const used = name === "wide" ? wide : kernel;
    const judged = async (what: PlanarImage): Promise<number> =>
      psnr(await restored(what, image, used, confidence), truth);
    asTheyAre[n]?.push(await judged(image));
    interpolated[n]?.push(psnr(scale === 1 ? image : imresize(image, { scale }), truth));
    for (const [t, trial] of TRIALS.entries()) {
      const constants = { ...OUTLIER_CONSTANTS, ...trial };
      const { image: mended, share } = await withoutOutliers(image, used, scale, { constants });
      if (t === 0) shares[n]?.push(share);
      results[t]?.[n]?.push(mended === image ? (asTheyAre[n]?.at(-1) as number) : await judged(mended));
    }
  }
}
clearProgress();
printTable(
  ["", ...names],
  [
    ["interpolation", ...interpolated.map((list) => mean(list).toFixed(2))],
    ["outliers left", ...asTheyAre.map((list) => mean(list).toFixed(2))],
    ...TRIALS.map((trial, t) => [
      Object.entries(trial)
        .map(([key, value]) => `${key} ${value < 0.1 && key === "limit" ? `${255 * value}/255` : value}`)
        .join() || "*",
      ...(results[t] ?? []).map((list) => mean(list).toFixed(2)),
    ]),
    ["share replaced by *", ...shares.map((list) => `${(100 * mean(list)).toFixed(1)}%`)],
  ],
);

/** As superResolve does it, without its own treatment of outliers. */
function restored(
  image: PlanarImage,
  measured: PlanarImage,
  kernel: Kernel,
  confidence: number,
): Promise<PlanarImage> {
  const noise = assumedNoise(imageNoise(measured, scale), kernelNoise(confidence, kernel, scale), scale);
  return restoreFast(image, kernel, scale, { noise });
}

async function compressed(image: PlanarImage): Promise<PlanarImage> {
  return quality > 0 ? toGray(await jpegRoundTrip(image, quality)) : quantised(image);
}

function framed(image: PlanarImage, x: number, y: number, value: number): PlanarImage {
  const result = planarImage(image.width + 2 * x, image.height + 2 * y, 1);
  result.data.fill(value);
  for (let row = 0; row < image.height; row++) {
    const line = image.data.subarray(row * image.width, (row + 1) * image.width);
    result.data.set(line, (row + y) * result.width + x);
  }
  return result;
}

/**
 * Six letters without a font: the strokes of E, of 2 pixels of the small image. Negative places are from the right and
 * the bottom.
 */
function lettered(
  image: PlanarImage,
  factor: number,
  { x, y, value, share }: { x: number; y: number; value: number; share: number },
): PlanarImage {
  const result = { ...image, data: image.data.slice() };
  const left = x < 0 ? image.width / factor + x : x;
  const top = y < 0 ? image.height / factor + y : y;
  for (let letter = 0; letter < 6; letter++) {
    const strokes = [{ dx: 0, dy: 0, w: 2, h: 14 }, ...[0, 6, 12].map((dy) => ({ dx: 2, dy, w: 5, h: 2 }))];
    for (const { dx, dy, w, h } of strokes) {
      for (let row = 0; row < h * factor; row++) {
        const at =
          (Math.floor(top + dy) * factor + row) * image.width + Math.floor(left + 10 * letter + dx) * factor;
        for (let i = at; i < at + w * factor; i++) result.data[i]! += share * (value - result.data[i]!);
      }
    }
  }
  return result;
}

/** One pixel in some thousand. */
function spotted(image: PlanarImage, factor: number): PlanarImage {
  const result = { ...image, data: image.data.slice() };
  const [columns, rows] = [image.width / factor, image.height / factor];
  for (let spot = 0; spot < 20; spot++) {
    const [x, y] = [(spot * 7919 + 13) % columns, (spot * 104729 + 7) % rows];
    for (let row = 0; row < factor; row++) {
      const at = (y * factor + row) * image.width + x * factor;
      result.data.fill(1, at, at + factor);
    }
  }
  return result;
}
