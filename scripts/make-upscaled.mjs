/**
 * Makes docs/kernels, the estimates of the sample's kernel by `auto` and `kernelgan`, and docs/upscaled, the pictures
 * of the README: a detail of each sample before, enlarged by bicubic interpolation, and by `kernelgan upscale`. Run
 * after `npm run build`: `node scripts/make-upscaled.mjs`.
 *
 *     NAME_before.png     the detail's pixels, each shown as a square
 *     NAME_bicubic.png    bicubic interpolation
 *     NAME_x2.png         kernel estimated, then upscaled with the command's defaults
 *     NAME_sharp.png      the photograph that the sample was made of (photo.png only)
 *     defocus_before.webp photo_sharp.jpg out of focus: its light under a disk of radius 5, 8 bits; the page's welcome
 *                         shows both as well
 *     defocus_x1.webp     what `kernelgan upscale --scale 1` makes of that
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  crop,
  downscale,
  encodeImage,
  estimate,
  estimateKernel,
  imresize,
  kernel,
  readImage,
  superResolve,
  upscaleImage,
  writeImage,
  writeKernel,
} from "kernelgan";
import sharp from "sharp";
import { encodedLight, linearLight } from "../packages/core/dist/image/index.js";

const SCALE = 2;
const sample = fileURLToPath(new URL("../docs/sample/", import.meta.url));
const target = fileURLToPath(new URL("../docs/upscaled/", import.meta.url));
mkdirSync(target, { recursive: true });

const details = [
  {
    name: "photo",
    file: "photo.png",
    at: { x: 214, y: 96, width: 170, height: 140 },
    original: "photo_sharp.jpg",
  },
  { name: "untouched", file: "untouched.jpg", at: { x: 600, y: 180, width: 170, height: 140 } },
];

for (const { name, file, at, original } of details) {
  const image = await readImage(join(sample, file));
  const { kernels } = await estimateKernel(image, { scale: SCALE });
  const { image: larger } = await superResolve(image, kernels, { scale: SCALE });
  const larger2 = { x: SCALE * at.x, y: SCALE * at.y, width: SCALE * at.width, height: SCALE * at.height };
  const save = (what, picture) => writeImage(join(target, `${name}_${what}.png`), picture, { force: true });
  await save("bicubic", crop(imresize(image, { scale: SCALE }), larger2));
  await save(`x${SCALE}`, crop(larger, larger2));
  if (original) await save("sharp", crop(await readImage(join(sample, original)), larger2));
  await sharp(join(sample, file))
    .extract({ left: at.x, top: at.y, width: at.width, height: at.height })
    .resize(larger2.width, larger2.height, { kernel: "nearest" })
    .png()
    .toFile(join(target, `${name}_before.png`));
}

/** Parts of a pixel that the edge of the disk is drawn with. */
const PARTS = 8;
const RADIUS = 5;
const SIDE = 2 * RADIUS + 3;
const offsets = Array.from({ length: PARTS }, (_, i) => (i + 0.5) / PARTS - 0.5);
const shareInside = (y, x) =>
  offsets
    .flatMap((dy) => offsets.map((dx) => Number(Math.hypot(y + dy, x + dx) <= RADIUS)))
    .reduce((a, b) => a + b);
const shares = Array.from({ length: SIDE ** 2 }, (_, i) =>
  shareInside(Math.floor(i / SIDE) - RADIUS - 1, (i % SIDE) - RADIUS - 1),
);
const total = shares.reduce((a, b) => a + b);
const disk = kernel(
  SIDE,
  shares.map((share) => share / total),
);
// A lens mixes light, not pixel values.
const { image: light, unit } = linearLight(await readImage(join(sample, "photo_sharp.jpg")));
const outOfFocus = encodedLight(downscale(light, disk, 1), unit);
const before = { ...outOfFocus, data: outOfFocus.data.map((value) => Math.round(255 * value) / 255) };
const { image: inFocus } = await upscaleImage(before, { scale: 1 });
for (const [what, picture] of [
  ["before", before],
  ["x1", inFocus],
]) {
  const detail = crop(picture, { x: 400, y: 170, width: 480, height: 320 });
  await sharp(await encodeImage("detail.png", detail))
    .webp({ quality: 85 })
    .toFile(join(target, `defocus_${what}.webp`));
}

const photo = join(sample, "photo.png");
for (const [file, method] of [
  ["photo_kernel_x2.png", "auto"],
  ["photo_kernelgan_x2.png", "kernelgan"],
]) {
  const { kernel } = await estimate(photo, { method, scale: SCALE, fallback: false });
  const origin = { name: `photo.png, by ${method}`, scale: SCALE };
  await writeKernel(fileURLToPath(new URL(`../docs/kernels/${file}`, import.meta.url)), kernel, origin, {
    force: true,
  });
}
