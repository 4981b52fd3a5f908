/**
 * What `kernelgan upscale` does to pictures that were only shrunk, or that suffered something else than a blur
 * (harm-kinds.ts): it must not harm. Each photograph is cut to a multiple of 2s, degraded, upscaled by s = 2, 3 or 4
 * with each method and with the bicubic kernel, and compared with the original: PSNR on Y, 2s pixels of border left out.
 */

import { basename, extname } from "node:path";
import { type EstimateMethod, imresize, type PlanarImage, random, upscaleImage } from "@kernelgan/core";
import { wrongArgument } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { divisible } from "./degraded-photographs.js";
import { HARM_KINDS } from "./harm-kinds.js";
import { psnr } from "./judge.js";
import { clearProgress, showProgress } from "./progress.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";

export interface HarmOptions {
  readonly methods: readonly EstimateMethod[];
  /** Names in {@link HARM_KINDS}. */
  readonly kinds: readonly string[];
  readonly scale: 2 | 3 | 4;
  /** Names of the photographs, without extensions. Default: all. */
  readonly names?: readonly string[] | undefined;
}

/** Differences of less are none, in dB. */
const DIFFERENT = 0.005;

/** One photograph. */
interface Row {
  readonly name: string;
  readonly interpolation: number;
  readonly bicubic: number;
  /** In the order of the methods. */
  readonly estimates: readonly number[];
}

/** Prints a table for each kind. */
export async function printHarm(photographs: readonly string[], options: HarmOptions): Promise<void> {
  const { methods, kinds, names } = options;
  const nameOf = (path: string): string => basename(path, extname(path));
  const paths = photographs.filter((path) => names?.includes(nameOf(path)) ?? true);
  if (paths.length === 0) {
    wrongArgument(
      `no photographs of the names ${names?.join(",")}; there are ${photographs.map(nameOf).join(", ")}`,
    );
  }
  for (const kind of kinds) {
    const rows: Row[] = [];
    for (const [index, path] of paths.entries()) {
      showProgress(`${kind}: ${index + 1} of ${paths.length}`);
      rows.push(await measure(path, nameOf(path), kind, index, options));
    }
    clearProgress();
    printKind(kind, rows, methods);
  }
}

async function measure(
  path: string,
  name: string,
  kind: string,
  index: number,
  { methods, scale }: HarmOptions,
): Promise<Row> {
  const photograph = divisible(await readImage(path), 2 * scale);
  const degrade = HARM_KINDS[kind];
  if (!degrade) throw new Error(`unknown kind ${kind}`);
  const low = await degrade(photograph, scale, random(index));
  const quality = (picture: PlanarImage): number => psnr(picture, photograph, { border: 2 * scale });
  const upscaled = async (kernel: string): Promise<number> =>
    quality((await upscaleImage(low, { scale, kernel })).image);
  const estimates: number[] = [];
  for (const method of methods) estimates.push(await upscaled(method));
  return {
    name,
    interpolation: quality(imresize(low, { scale })),
    bicubic: await upscaled("bicubic"),
    estimates,
  };
}

function printKind(kind: string, rows: readonly Row[], methods: readonly EstimateMethod[]): void {
  const [bicubic, interpolation] = [
    mean(rows.map((row) => row.bicubic)),
    mean(rows.map((row) => row.interpolation)),
  ];
  console.log(
    `\n## ${kind}, ${rows.length} photographs: bicubic kernel ${bicubic.toFixed(2)} dB, interpolation ${interpolation.toFixed(2)}\n`,
  );
  printTable(
    ["", "dB", "− bicubic kernel: mean", "worst", "of", "differ", "− interpolation: mean", "worst", "of"],
    methods.map((method, m) => {
      const estimates = rows.map(({ estimates }) => estimates[m] ?? Number.NaN);
      const overBicubic = rows.map((row, i) => (estimates[i] ?? 0) - row.bicubic);
      const overInterpolation = rows.map((row, i) => (estimates[i] ?? 0) - row.interpolation);
      const differ = overBicubic.filter((difference) => Math.abs(difference) > DIFFERENT).length;
      return [
        method,
        mean(estimates).toFixed(2),
        ...meanAndWorst(overBicubic, rows),
        String(differ),
        ...meanAndWorst(overInterpolation, rows),
      ];
    }),
  );
}

/** Mean, worst, and whose that is. */
function meanAndWorst(differences: readonly number[], rows: readonly Row[]): string[] {
  const worst = Math.min(...differences);
  return [signed(mean(differences)), signed(worst), rows[differences.indexOf(worst)]?.name ?? ""];
}
