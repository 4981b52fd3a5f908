/** Whether a picture has colours that sRGB has not, so that it has to stay in Display P3. */
import { lightOf } from "@kernelgan/core/internal";
import { context2d, eachStrip } from "./pixels.js";

/** How container formats mark colours of their own: JPEG, PNG (two ways), WebP, and AVIF. */
const MARKS = ["ICC_PROFILE", "iCCP", "cICP", "ICCP", "colr"];

/** Linear Display P3 → linear sRGB, row by row (both have the white point D65). */
const TO_SRGB = [
  [1.2249, -0.2247, 0],
  [-0.042, 1.0419, 0],
  [-0.0197, -0.0786, 1.0979],
] as const;

/** Beyond what rounding to 8 bits explains. */
const TOLERANCE = 0.01;

/** Whether a file says what its colours mean. */
export function hasOwnColours(header: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(header);
  return MARKS.some((mark) => text.includes(mark));
}

/** Whether a canvas in Display P3 has a colour out of sRGB. */
export function exceedsSrgb(canvas: OffscreenCanvas): boolean {
  const linear = Float64Array.from({ length: 256 }, (_, level) => lightOf(level / 255));
  const at = (level: number | undefined): number => linear[level ?? 0] as number;
  const isOut = (r: number, g: number, b: number): boolean =>
    TO_SRGB.some(([x, y, z]) => {
      const value = x * r + y * g + z * b;
      return value < -TOLERANCE || value > 1 + TOLERANCE;
    });
  let found = false;
  eachStrip(canvas.height, (top, rows) => {
    if (found) return;
    const { data } = context2d(canvas, "display-p3").getImageData(0, top, canvas.width, rows);
    for (let i = 0; i < data.length && !found; i += 4)
      found = isOut(at(data[i]), at(data[i + 1]), at(data[i + 2]));
  });
  return found;
}
