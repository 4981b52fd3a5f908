/**
 * Makes the two pictures that the welcome shows beside each other, assets/before.webp and after.webp: a detail of the example, enlarged
 * in the usual way and by this project. `npm run welcome-pictures -w @kernelgan/web`
 */
import { fileURLToPath } from "node:url";
import { fromInterleaved, imresize, type PlanarImage, toImageData, upscaleImage } from "@kernelgan/core";
import sharp from "sharp";

/** This file runs from dist/tools/build. */
const inRepository = (path: string): string =>
  fileURLToPath(new URL(`../../../../../${path}`, import.meta.url));

/** The detail, in pixels of the result. */
const DETAIL = { left: 400, top: 150, width: 480, height: 320 };
const QUALITY = 88;

const { data, info } = await sharp(inRepository("docs/sample/photo.png"))
  .removeAlpha()
  .raw()
  .toBuffer({ resolveWithObject: true });
const { image } = fromInterleaved({ data, width: info.width, height: info.height, channels: 3 });

async function write(name: string, picture: PlanarImage): Promise<void> {
  const { width, height } = picture;
  const pixels = Buffer.from(toImageData(picture).data.buffer);
  await sharp(pixels, { raw: { width, height, channels: 4 } })
    .extract(DETAIL)
    .webp({ quality: QUALITY })
    .toFile(inRepository(`packages/web/assets/${name}.webp`));
}

await write("before", imresize(image, { scale: 2 }));
await write("after", (await upscaleImage(image, { scale: 2 })).image);
