/**
 * The published test of kernel estimators (Liang et al., "Flow-based Kernel Prior with Application to Blind
 * Super-Resolution", CVPR 2021, table 2), as their prepare_dataset.py writes it or renamed:
 *
 *     DIR/SET/HR/NAME.png               or hr/NAME.png              the originals
 *     DIR/SET/DIPFKP_lr_xS/NAME.png     or lr_xS/NAME.png           S times smaller
 *     DIR/SET/DIPFKP_gt_k_xS/NAME.mat   or kernels_xS.json          the kernels, in their convention; { NAME: rows }
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { crop, fromConvention, type Kernel, kernel, type UpscaleFactor } from "@kernelgan/core";
import { readImage, readKernel } from "kernelgan";
import { firstExisting, imageNames, readJson } from "./files.js";
import type { KnownSet } from "./known-set.js";

const SCALES = [2, 3, 4] as const;

export function fkpSets(directory: string): KnownSet[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => SCALES.flatMap((scale) => fkpSet(join(directory, name), name, scale) ?? []));
}

function fkpSet(folder: string, name: string, scale: UpscaleFactor): KnownSet | undefined {
  const originals = firstExisting(folder, ["HR", "hr"]);
  const smaller = firstExisting(folder, [`DIPFKP_lr_x${scale}`, `lr_x${scale}`]);
  const truth = kernelReader(folder, scale);
  if (originals === undefined || smaller === undefined || truth === undefined) return undefined;
  const low: KnownSet["low"] = (image) => readImage(join(smaller, `${image}.png`));
  return {
    name: `${name}_x${scale}`,
    scale,
    convention: "fkp",
    border: scale,
    images: imageNames(smaller),
    truth,
    low,
    async high(image) {
      const { width, height } = await low(image);
      // They cut what is no multiple of the scale at the right and the bottom.
      const size = { width: scale * width, height: scale * height };
      return crop(await readImage(join(originals, `${image}.png`)), { x: 0, y: 0, ...size });
    },
  };
}

function kernelReader(folder: string, scale: number): KnownSet["truth"] | undefined {
  const matFolder = join(folder, `DIPFKP_gt_k_x${scale}`);
  if (existsSync(matFolder)) {
    return (image) => readKernel(join(matFolder, `${image}.mat`), { convention: "fkp", scale });
  }
  const json = join(folder, `kernels_x${scale}.json`);
  if (!existsSync(json)) return undefined;
  const all = readJson<Record<string, number[][]>>(json);
  return async (image): Promise<Kernel> => {
    const rows = all[image];
    if (!rows) throw new Error(`${json} has no kernel of ${image}`);
    return fromConvention(kernel(rows.length, rows.flat()), "fkp", scale);
  };
}
