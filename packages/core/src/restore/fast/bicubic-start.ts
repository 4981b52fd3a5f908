/** The start of the iterations: bicubic interpolation, tile by tile. */
import { crop, imresize, type PlanarImage, planarImage } from "../../image/index.js";
import type { Pause } from "../../pause.js";
import { BICUBIC_REACH, paste, tiles } from "../tiles.js";

/** Tiles in pixels of y. */
const TILE = 256;

/** [c, h, w] → [c, s·h, s·w] */
export async function bicubicStart(y: PlanarImage, scale: number, pause: Pause): Promise<PlanarImage> {
  const result = planarImage(scale * y.width, scale * y.height, y.channels);
  for (const tile of tiles(y.width, y.height, TILE, BICUBIC_REACH)) {
    await pause();
    paste(imresize(crop(y, tile.padded), { scale }), tile, scale, result);
  }
  return result;
}
