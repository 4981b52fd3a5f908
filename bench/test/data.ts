/** Small sets of images in the layouts that the benches read. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  downscale,
  imresize,
  type Kernel,
  kernelRows,
  type PlanarImage,
  planarImage,
  toConvention,
} from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { writeImage, writeKernel } from "kernelgan";

export { temporaryFolder } from "@kernelgan/testing/temporary-folder";

/** Asymmetric, so that a kernel that is turned or moved is another one. */
export const KERNEL = countingKernel(5);

/** 192×144 pixels of coloured blocks of several sizes, without noise. */
export function scene(): PlanarImage {
  const [width, height] = [192, 144];
  const level = (i: number): number => ((i * 7919 + 31) % 97) / 96;
  return planarImage(
    width,
    height,
    3,
    Float32Array.from({ length: 3 * width * height }, (_, i) => {
      const [x, y, c] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
      const [large, small] = [level((x >> 4) + 9 * (y >> 4) + c), level((x >> 2) + 31 * (y >> 2) + 3 * c)];
      return 0.1 + 0.5 * large + 0.3 * small;
    }),
  );
}

async function save(path: string, image: PlanarImage): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  // The scales of a set have the same originals.
  await writeImage(path, image, { force: true });
}

/** FKP's test as it is renamed, with `a` and `b`, ×2; their original lies 1 pixel further left and up than ours. */
export async function fkpData(folder: string): Promise<void> {
  const high = scene();
  const theirs = toConvention(KERNEL, "fkp", 2);
  for (const name of ["a", "b"]) {
    await save(join(folder, "Set5", "hr", `${name}.png`), high);
    await save(join(folder, "Set5", "lr_x2", `${name}.png`), downscale(high, theirs, 2));
  }
  const rows = kernelRows(theirs);
  writeFileSync(join(folder, "Set5", "kernels_x2.json"), JSON.stringify({ a: rows, b: rows }));
}

/** The same as prepare_dataset.py writes it, from the renamed one. */
export async function fkpDataAsPublished(folder: string, renamed: string): Promise<void> {
  const at = (...names: string[]): string => join(folder, "Set5", ...names);
  for (const name of ["HR", "DIPFKP_lr_x2", "DIPFKP_gt_k_x2"]) mkdirSync(at(name), { recursive: true });
  for (const name of ["a", "b"]) {
    copyFileSync(join(renamed, "Set5", "hr", `${name}.png`), at("HR", `${name}.png`));
    copyFileSync(join(renamed, "Set5", "lr_x2", `${name}.png`), at("DIPFKP_lr_x2", `${name}.png`));
    const origin = { convention: "fkp", scale: 2 } as const;
    await writeKernel(at("DIPFKP_gt_k_x2", `${name}.mat`), KERNEL, origin);
  }
}

/** DIV2KRK with images 2 and 10, ×`scale`, in folders or all in one. */
export async function div2krkData(folder: string, scale: 2 | 4, isFlat: boolean): Promise<void> {
  const place = (name: string): string => (isFlat ? folder : join(folder, name));
  const high = scene();
  for (const number of [2, 10]) {
    await save(join(place(`lr_x${scale}`), `im_${number}.png`), downscale(high, KERNEL, scale));
    await save(join(place("gt"), `img_${number}_gt.png`), high);
    mkdirSync(place(`gt_k_x${scale}`), { recursive: true });
    await writeKernel(join(place(`gt_k_x${scale}`), `kernel_${number}.mat`), KERNEL);
  }
}

/** This project's own sets: `gauss_x2` of 01 and 02. */
export async function ownData(folder: string, kernel: Kernel = KERNEL): Promise<void> {
  const high = scene();
  for (const name of ["01", "02"]) {
    await save(join(folder, "hr", `${name}.png`), high);
    await save(join(folder, "gauss_x2", `${name}.png`), downscale(high, kernel, 2));
  }
  const truth = { kernel: kernelRows(kernel) };
  writeFileSync(join(folder, "gauss_x2", "kernels.json"), JSON.stringify({ "01": truth, "02": truth }));
}

/** Two photographs, of which one is no multiple of 4. */
export async function photographData(folder: string): Promise<void> {
  await save(join(folder, "one.png"), scene());
  await save(join(folder, "two.png"), imresize(scene(), { width: 190, height: 147 }));
}
