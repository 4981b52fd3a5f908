/**
 * Values beyond black and white (packages/core/src/spectral/evidence/range-evidence.ts), in thousandths of the pixels
 * of an image that is restored for the bicubic kernel: the quarter with the least, the middle and the quarter with the
 * most, of the halved photographs, and of those with a blur or white noise before or sharpened after; for any excess,
 * and for that of CLEARLY, marked *, and others.
 */
import { type PlanarImage, random } from "@kernelgan/core";
import { toGray } from "../../../packages/core/dist/image/index.js";
import { CLEARLY, rangeEvidence } from "../../../packages/core/dist/spectral/evidence/range-evidence.js";
import { gaussianBlur, noisy, sharpened } from "../degraded-photographs.js";
import { quantised } from "../judge.js";
import { marked, printTable } from "../table.js";
import { halved } from "./halved.js";

const LIMITS = [CLEARLY / 2, CLEARLY, 2 * CLEARLY, 4 * CLEARLY];
/** Where to read the shares, sorted. */
const QUARTILES = [0.25, 0.5, 0.75] as const;

const CASES: Readonly<Record<string, (photograph: PlanarImage, index: number) => PlanarImage>> = {
  halved,
  "Gaussian of 1.2, halved": (photograph) => halved(gaussianBlur(photograph, 1.2)),
  "the same, sharpened": (photograph) => sharpened(halved(gaussianBlur(photograph, 1.2)), 1.2, 1.5),
  "halved, noise of 2": (photograph, i) => noisy(halved(photograph), 2, 0, random(i)),
  "Gaussian, noise of 5": (photograph, i) => noisy(halved(gaussianBlur(photograph, 1.2)), 5, 0, random(i)),
  "halved, sharpened": (photograph) => sharpened(halved(photograph), 1.2, 1.5),
};

export function printRange(photographs: readonly PlanarImage[]): void {
  printTable(
    ["‰ of the pixels", "beyond", ...LIMITS.map((limit) => marked(`by ${limit}`, limit === CLEARLY))],
    Object.entries(CASES).map(([name, change]) => {
      const grays = photographs.map((photograph, i) => toGray(quantised(change(photograph, i))));
      return [
        name,
        quartiles(grays.map((gray) => rangeEvidence(gray).beyond)),
        ...LIMITS.map((limit) => quartiles(grays.map((gray) => rangeEvidence(gray, limit).clearlyBeyond))),
      ];
    }),
  );
}

function quartiles(shares: readonly number[]): string {
  const sorted = [...shares].sort((a, b) => a - b);
  return QUARTILES.map((part) =>
    (1000 * (sorted[Math.round(part * (sorted.length - 1))] ?? 0)).toFixed(2),
  ).join(" / ");
}
