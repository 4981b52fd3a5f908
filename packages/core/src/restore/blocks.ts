/** Blocks of pixels, by which an image says what its blur mixed (found-light.ts, tone/tone-blocks.ts). */

/** Side of a block. */
export const BLOCK = 16;

/** The index of the first pixel of each whole block that is `margin` pixels inside. */
export function blockCorners(
  { width, height }: { readonly width: number; readonly height: number },
  margin: number,
): number[] {
  const corners: number[] = [];
  for (let top = margin; top + BLOCK <= height - margin; top += BLOCK) {
    for (let left = margin; left + BLOCK <= width - margin; left += BLOCK) corners.push(top * width + left);
  }
  return corners;
}
