/** How large pictures are drawn; the page knows it before the worker draws them. */
import type { Size } from "./tasks.js";

/** The size at which a picture is drawn: its own, unless it has more than so many pixels. */
export function drawnSize({ width, height }: Size, maxPixels: number): Size {
  const share = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  return {
    width: Math.max(1, Math.floor(share * width)),
    height: Math.max(1, Math.floor(share * height)),
  };
}
