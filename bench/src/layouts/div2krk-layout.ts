/**
 * DIV2KRK, the test of KernelGAN's authors, as they publish it or all in one folder:
 *
 *     DIR/lr_xS/im_1.png           or DIR/im_1.png         S times smaller, S = 2 or 4
 *     DIR/gt/img_1_gt.png          or DIR/img_1_gt.png     the originals
 *     DIR/gt_k_xS/kernel_1.mat     or DIR/kernel_1.mat     the kernels, aligned
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { UpscaleFactor } from "@kernelgan/core";
import { readImage, readKernel } from "kernelgan";
import type { KnownSet } from "./known-set.js";

const SCALES = [2, 4] as const;

interface Folders {
  readonly low: string;
  readonly high: string;
  readonly kernels: string;
}

export async function div2krkSets(directory: string): Promise<KnownSet[]> {
  const numbers = numbersIn(directory);
  if (numbers[0] !== undefined) {
    const folders = { low: directory, high: directory, kernels: directory };
    return [div2krkSet(folders, await scaleOf(folders, numbers[0]), numbers)];
  }
  return SCALES.flatMap((scale) => {
    const [low, high, kernels] = [`lr_x${scale}`, "gt", `gt_k_x${scale}`].map((name) =>
      join(directory, name),
    );
    if (low === undefined || high === undefined || kernels === undefined) throw new Error("three folders");
    const found = [low, high, kernels].every((folder) => existsSync(folder)) ? numbersIn(low) : [];
    return found.length === 0 ? [] : [div2krkSet({ low, high, kernels }, scale, found)];
  });
}

/** The numbers of the images in a folder: 1 of im_1.png. */
function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^im_(\d+)\.png$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

function div2krkSet({ low, high, kernels }: Folders, scale: UpscaleFactor, numbers: number[]): KnownSet {
  return {
    name: `DIV2KRK_x${scale}`,
    scale,
    convention: "aligned",
    border: scale,
    images: numbers.map(String),
    truth: (image) => readKernel(join(kernels, `kernel_${image}.mat`)),
    low: (image) => readImage(join(low, `im_${image}.png`)),
    high: (image) => readImage(join(high, `img_${image}_gt.png`)),
  };
}

/** Of a folder that does not say it: by the sizes of a pair. */
async function scaleOf({ low, high }: Folders, number: number): Promise<UpscaleFactor> {
  const [smaller, larger] = [
    await readImage(join(low, `im_${number}.png`)),
    await readImage(join(high, `img_${number}_gt.png`)),
  ];
  const ratio = larger.width / smaller.width;
  const scale = SCALES.find((possible) => possible === ratio);
  if (scale === undefined)
    throw new Error(`im_${number}.png is 1/${ratio} of img_${number}_gt.png, not 1/2 or 1/4`);
  return scale;
}
