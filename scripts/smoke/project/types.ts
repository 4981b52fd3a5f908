import {
  type Estimate,
  estimateKernel,
  type PixelData,
  type PlanarImage,
  planarImage,
  superResolve,
  toImageData,
} from "@kernelgan/core";
import { loadOnnxRuntime, type OnnxRuntime } from "@kernelgan/engine";
import { type FigureLabels, kernelFigure } from "@kernelgan/figures";
import { decodeKernel, encodeMat } from "@kernelgan/formats";
import { encodePicture, type Picture, readPicture, upscale, writePicture } from "kernelgan";

export async function larger(path: string): Promise<Uint8Array> {
  const picture: Picture = await readPicture(path);
  const estimate: Estimate = await estimateKernel(picture.image, { scale: 2, method: "auto" });
  // @ts-expect-error There is no such method.
  await estimateKernel(picture.image, { method: "magic" });
  const { image } = await superResolve(picture.image, estimate.kernels, { scale: 2 });
  await writePicture("larger.png", { ...picture, image });
  const { kernel } = await decodeKernel(encodeMat(estimate.kernel));
  const labels: FigureLabels = { title: "kernel" };
  return new TextEncoder().encode(kernelFigure(kernel, labels));
}

export const empty: PlanarImage = planarImage(1, 1, 1);
export const pixels: PixelData = toImageData(empty);
export const runtime: Promise<OnnxRuntime> = loadOnnxRuntime({ threads: 1 });

/** What is encoded is a body as it is. */
export async function respond(request: Request): Promise<Response> {
  const result = await upscale(await request.blob(), { scale: 2 }, { signal: request.signal });
  return new Response(await result.toBuffer("webp"), { headers: { "content-type": "image/webp" } });
}
export const blob = async (picture: Picture): Promise<Blob> =>
  new Blob([await encodePicture("png", picture)]);
