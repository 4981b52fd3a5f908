import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { evaluateImage, imresize, readImage, upscale } from "kernelgan";

const SCALE = 2;
const [lr = "lr", hr = "hr"] = process.argv.slice(2);

for (const name of (await readdir(lr)).filter((file) => /\.(png|jpe?g|webp|tiff?)$/i.test(file))) {
  const original = await readImage(join(hr, name));
  /** @param {import("kernelgan").PlanarImage} image */
  const psnr = (image) => evaluateImage(image, original, { border: SCALE }).psnrY.toFixed(2);
  const { picture, confidence = 0 } = await upscale(join(lr, name), { scale: SCALE });
  const interpolated = imresize(await readImage(join(lr, name)), { scale: SCALE });
  console.log(
    `${name}: ${psnr(picture.image)} dB, interpolation ${psnr(interpolated)} dB, confidence ${confidence.toFixed(2)}`,
  );
}
