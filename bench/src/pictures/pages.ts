/**
 * Flatness and background (packages/core/src/spectral/evidence/flatness.ts, background.ts), which tell pages and
 * drawings from photographs (MAX_FLATNESS and MAX_BACKGROUND of sharpening.ts): the least, the middle and the greatest,
 * and how many exceed the limit; the background for the range of gray levels in use, marked *, and for others. The
 * pictures are halved, then sharpened, or have grain of 4 or 9 gray levels.
 */
import { type PlanarImage, random } from "@kernelgan/core";
import { toGray } from "../../../packages/core/dist/image/index.js";
import { backgroundShare, GROUND_RANGE } from "../../../packages/core/dist/spectral/evidence/background.js";
import { flatness } from "../../../packages/core/dist/spectral/evidence/flatness.js";
import { MAX_BACKGROUND, MAX_FLATNESS } from "../../../packages/core/dist/spectral/evidence/sharpening.js";
import { noisy, sharpened } from "../degraded-photographs.js";
import { quantised } from "../judge.js";
import { counted, marked, printTable, spread } from "../table.js";
import { halved } from "./halved.js";

const RANGES = [GROUND_RANGE / 4, GROUND_RANGE / 2, GROUND_RANGE, 2 * GROUND_RANGE];
/** Correlation of the grain in pixels. */
const GRAIN_RADIUS = 0.9;

const CASES: Readonly<Record<string, (image: PlanarImage, index: number) => PlanarImage>> = {
  halved: (image) => image,
  sharpened: (image) => sharpened(image, 1.2, 1.5),
  "grain of 4": (image, i) => noisy(image, 4, GRAIN_RADIUS, random(i), true),
  "grain of 9": (image, i) => noisy(image, 9, GRAIN_RADIUS, random(i), true),
};

export async function printPages(
  photographs: readonly PlanarImage[],
  pages: readonly PlanarImage[],
): Promise<void> {
  const rows: string[][] = [];
  for (const [kind, images] of Object.entries({ photographs, pages })) {
    if (images.length === 0) continue;
    for (const [name, change] of Object.entries(CASES)) {
      const grays = images.map((image, i) => toGray(quantised(change(halved(image), i))));
      const flat: number[] = [];
      for (const gray of grays) flat.push(await flatness(gray));
      const backgrounds = RANGES.map((range) => grays.map((gray) => backgroundShare(gray, range)));
      rows.push([
        `${kind}, ${name}`,
        spread(flat),
        counted(flat, (share) => share > MAX_FLATNESS),
        ...backgrounds.flatMap((shares) => [
          spread(shares),
          counted(shares, (share) => share > MAX_BACKGROUND),
        ]),
      ]);
    }
  }
  printTable(
    [
      "",
      "flatness",
      `over ${MAX_FLATNESS}`,
      ...RANGES.flatMap((range) => [
        marked(`background of ${range}`, range === GROUND_RANGE),
        `over ${MAX_BACKGROUND}`,
      ]),
    ],
    rows,
  );
}
