/**
 * `npm run bench:fit-full-range -- PATH… [--images 6] [--side 480] [--scale 1] [--errors 0,0.7,1,1.2,1.5]
 *   [--files jpeg98,jpeg100,avif70] [--blurs gauss1,disk2,motion5@70]`
 *
 * The error that is assumed of pixels of full range without JPEG's steps (packages/core/src/noise/coding-error.ts):
 * they may have been a JPEG of high quality or an AVIF. PATH are photographs, or folders of them, of which `--images`
 * are taken evenly, each the middle of at most `--side` pixels, under each blur (wide-blurs.ts) and saved as each file.
 * The table has what `auto` gains over the picture as it is, at larger scales over the bicubic kernel: mean and worst
 * PSNR on Y in dB, for each of the errors, in gray levels of 255, and of 0, which is without a word on compression.
 */

import { type PlanarImage, upscaleImage } from "@kernelgan/core";
import { UPSCALE_FACTORS } from "@kernelgan/core/internal";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { CODING_ERROR_WEIGHTS, meanLaplacian } from "../../packages/core/dist/noise/coding-error.js";
import { codedRoundTrip, withoutCoding } from "./coded-round-trip.js";
import { psnr, quantised } from "./judge.js";
import { photographPaths, readCentre } from "./photographs.js";
import { clearProgress, showProgress } from "./progress.js";
import { scaleNamed } from "./scale-named.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";
import { blurNames, blurred, wideKernel } from "./wide-blurs.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "6" },
    side: { type: "string", default: "480" },
    scale: { type: "string", default: "1" },
    errors: { type: "string", default: "0,0.7,1,1.2,1.5" },
    files: { type: "string", default: "jpeg98,jpeg100,avif70" },
    blurs: { type: "string", default: "gauss1,disk2,motion5@70" },
  },
});
const scale = scaleNamed(values.scale, UPSCALE_FACTORS);
const errors = values.errors.split(",").map(Number);
const files = values.files.split(",");
const blurs = blurNames(values.blurs);

async function saved(image: PlanarImage, file: string): Promise<PlanarImage> {
  const [, format, quality] = /^(jpeg|avif)(\d+)$/.exec(file) ?? [];
  if (format === "jpeg") return jpegRoundTrip(image, Number(quality));
  if (format === "avif") return withoutCoding(await codedRoundTrip(image, "avif", Number(quality)));
  throw new Error(`unknown file ${file}; jpeg98, avif70 and the like are known`);
}

/** The image as an AVIF of so many bits that its error is the one given. */
function ofError(image: PlanarImage, error: number): PlanarImage {
  const { factor, detail, bits } = CODING_ERROR_WEIGHTS.avif;
  const bitsPerPixel = ((factor * meanLaplacian(image) ** detail) / Math.max(1e-6, error)) ** (1 / bits);
  return { ...image, coding: { codec: "avif", bitsPerPixel } };
}

const gains = new Map<string, number[][]>();
const paths = photographPaths(positionals, "bench:fit-full-range", Number(values.images));
for (const [index, path] of paths.entries()) {
  const photograph = await readCentre(path, Number(values.side), scale);
  for (const blur of blurs) {
    const soft = quantised(blurred(photograph, wideKernel(blur, scale), scale));
    for (const file of files) {
      showProgress(`${index + 1} of ${paths.length}: ${blur}, ${file}`);
      const image = await saved(soft, file);
      const quality = (picture: PlanarImage): number => psnr(picture, photograph);
      const usual =
        scale === 1
          ? image
          : (await upscaleImage(ofError(image, 0), { scale, threads: 1, kernel: "bicubic" })).image;
      const own: number[] = [];
      for (const error of errors) {
        const { image: result } = await upscaleImage(ofError(image, error), { scale, threads: 1 });
        own.push(quality(result) - quality(usual));
      }
      const key = `${blur}, ${file}`;
      gains.set(key, [...(gains.get(key) ?? []), own]);
    }
  }
}
clearProgress();
printTable(
  ["blur, file", ...errors.map((error) => `J = ${error}`)],
  [...gains].map(([key, rows]) => [
    key,
    ...errors.map((_, i) => {
      const column = rows.map((row) => row[i] ?? Number.NaN);
      return `${signed(mean(column))}, ${signed(Math.min(...column))}`;
    }),
  ]),
);
