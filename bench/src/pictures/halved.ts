/** A picture of half the size, as it comes from the web: in 8 bits. */
import { imresize, type PlanarImage } from "@kernelgan/core";
import { quantised } from "../judge.js";

export function halved(image: PlanarImage): PlanarImage {
  return quantised(imresize(image, { scale: 1 / 2 }));
}
