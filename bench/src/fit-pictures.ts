/**
 * `npm run bench:fit-pictures -- PATH… [--pages PATH…] [--images 24]
 *   [--only borders,edges,interleaved,pages,range,frames]`
 *
 * Constants that say what kind of picture an image is, before or beside its blur: what they are compared with, and what
 * other values give. PATH: photographs, or folders of them; of many, `--images` are taken evenly. Each table is a file
 * in pictures/:
 *
 * - `borders`: flat borders (packages/core/src/image/flat-border.ts).
 * - `edges`: edges of cut-outs (image/mixed-edge.ts).
 * - `interleaved`: samples in the wrong order (api/looks-interleaved.ts).
 * - `pages`: flatness and background (spectral/evidence/flatness.ts, background.ts; their limits in sharpening.ts),
 *   also of `--pages`, which are pages, screenshots and drawings.
 * - `range`: values beyond black and white (spectral/evidence/range-evidence.ts).
 * - `frames`: the median of several kernels (estimate/median-estimate.ts); needs no photographs.
 *
 * Seconds for each photograph.
 */

import { basename } from "node:path";
import type { PlanarImage } from "@kernelgan/core";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { divisible } from "./degraded-photographs.js";
import { photographPaths } from "./photographs.js";
import { printBorders } from "./pictures/borders.js";
import { printEdges } from "./pictures/edges.js";
import { printFrames } from "./pictures/frames.js";
import { printInterleaved } from "./pictures/interleaved.js";
import { printPages } from "./pictures/pages.js";
import { printRange } from "./pictures/range.js";

/** Each takes the photographs, and pages and drawings. */
type PrintTable = (
  photographs: readonly PlanarImage[],
  pages: readonly PlanarImage[],
) => void | Promise<void>;

const TABLES: Readonly<Record<string, PrintTable>> = {
  borders: printBorders,
  edges: printEdges,
  interleaved: printInterleaved,
  pages: printPages,
  range: printRange,
  frames: printFrames,
};

const SCRIPT = "bench:fit-pictures";
const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "24" },
    pages: { type: "string", multiple: true, default: [] },
    only: { type: "string", default: Object.keys(TABLES).join(",") },
  },
});

const only = namesAmong(values.only, "table", Object.keys(TABLES));
const chosen = Object.entries(TABLES).filter(([name]) => only.includes(name));
const needsPhotographs = chosen.some(([name]) => name !== "frames");
const paths = needsPhotographs ? photographPaths(positionals, SCRIPT, Number(values.images)) : [];
console.log(`${paths.length} photographs: ${paths.map((path) => basename(path)).join(", ")}`);
const photographs = await read(paths);
const pages = values.pages.length > 0 ? await read(photographPaths(values.pages, SCRIPT)) : [];
for (const [name, print] of chosen) {
  console.log(`\n## ${name}\n`);
  await print(photographs, pages);
}

async function read(named: readonly string[]): Promise<PlanarImage[]> {
  const images: PlanarImage[] = [];
  for (const path of named) images.push(divisible(await readImage(path), 4));
  return images;
}
