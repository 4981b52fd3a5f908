/** What a page does. */

import { estimateKernel, planarImage, superResolve } from "@kernelgan/core";
import { enlarge } from "./canvas.js";

globalThis.enlarge = enlarge;
globalThis.upscale = async ({ data, width, height }) => {
  const image = planarImage(width, height, 3);
  for (let i = 0; i < image.data.length; i++) {
    image.data[i] = data[4 * (i % (width * height)) + Math.floor(i / (width * height))] / 255;
  }
  const { kernels } = await estimateKernel(image, { scale: 2 });
  return superResolve(image, kernels, { scale: 2, method: "zssr" });
};
