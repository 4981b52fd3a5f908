import { expect, test } from "vitest";
import { randomKernel } from "../../../../src/kernel/index.js";
import { random } from "../../../../src/random.js";
import { KNOWN_PART_CONSTANTS } from "../../../../src/restore/fast/known-part.js";
import { chromaInto, lumaInto } from "../../../../src/restore/fast/luma-chroma.js";
import { copyRegion, SpareMemory, writeRegion } from "../../../../src/restore/fast/simd/copies.js";
import { PictureInParts } from "../../../../src/restore/fast/simd/part-of-plane.js";
import { layOut, type Picture } from "../../../../src/restore/fast/simd/picture.js";
import { colourRows } from "../../../../src/restore/fast/simd/reach.js";
import { type PlaneName, regionsOf } from "../../../../src/restore/fast/simd/regions.js";
import { PictureWorker, pieces, type Step } from "../../../../src/restore/fast/simd/steps.js";
import { simdModule } from "../../../../src/simd/module.js";
import { Simd } from "../../../../src/simd/simd.js";
import { scene } from "../../../helpers/scene.js";

const GRID = { step: 3, start: 1 };
const LUMA_STEPS: readonly Step[] = [
  { name: "bicubic" },
  { name: "classes" },
  { name: "covariances" },
  { name: "bases" },
  { name: "residual" },
  { name: "correct", lambda: 0.1 },
  { name: "shrink", threshold: 0.05, grid: GRID, weightOffset: 1, momentum: 0.5 },
];
const PLANES = [
  "low",
  "large",
  "last",
  "residual",
  "edges",
  "classes",
  "covariances",
  "bases",
  "chroma",
  "stripe",
] as const;

/** Byte for byte; expecting arrays to be equal takes a hundred times as long. */
function same(a: Picture[PlaneName], b: Picture[PlaneName]): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  );
}

const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

test.each([
  [150, 230, 3, 2, 11, 40],
  [60, 200, 1, 3, 16, 60],
  [90, 70, 3, 2, 24, undefined],
  [30, 9, 3, 2, 33, undefined],
  [7, 5, 3, 4, 24, undefined],
])(
  "%i×%i, %i channels, ×%i, a kernel of side %i, tiles of %s: a piece reads nothing else and writes nothing else",
  async (width, height, channels, scale, size, tileSize) => {
    const module = await simdModule();
    if (!module) throw new Error("no WebAssembly");
    const image = scene(width, height, channels);
    const facts = {
      width,
      height,
      channels,
      kernel: randomKernel(random(1), { scale, size }),
      scale,
      known: { x: 2, y: 1, width: width - 4, height: height - 2 },
      overlap: 20,
      constants: KNOWN_PART_CONSTANTS,
      isExtrapolated: scale > 2,
      tileSize,
    };
    const picture = layOut(facts, allocate);
    const worker = new PictureWorker(new Simd(module), picture);
    const sparse = layOut(facts, allocate);
    const memory = new SpareMemory();
    const parts = new PictureInParts(layOut(facts, allocate));
    const partsWorker = new PictureWorker(new Simd(module), parts.picture);
    const sparseWorker = new PictureWorker(new Simd(module), sparse);

    const check = (step: Step): void => {
      for (let index = 0; index < pieces(picture, step); index++) {
        const regions = regionsOf(picture, step, index);
        const { reads, writes } = regions;
        // Whatever is read beside the regions is not a number, or a class that does not exist.
        for (const plane of PLANES) sparse[plane].fill(plane === "classes" ? 200 : Number.NaN);
        sparse.bases.set(picture.bases);
        for (const region of reads) writeRegion(sparse, region, copyRegion(picture, region, memory));
        sparseWorker.run(step, index);
        parts.place(regions);
        parts.picture.bases.set(picture.bases);
        for (const region of reads) writeRegion(parts.picture, region, copyRegion(picture, region, memory));
        partsWorker.run(step, index);

        const expected = PLANES.map((plane) => picture[plane].slice());
        worker.run(step, index);
        for (const region of writes) {
          const own = copyRegion(picture, region, memory);
          expect(same(copyRegion(sparse, region, memory), own)).toBe(true);
          expect(same(copyRegion(parts.picture, region, memory), own)).toBe(true);
          const at = PLANES.indexOf(region.plane);
          writeRegion({ ...picture, [region.plane]: expected[at] } as Picture, region, own);
        }
        // Planes that lie in the memory of another are seen to change with it.
        for (const { plane } of writes) {
          expect(same(picture[plane], expected[PLANES.indexOf(plane)]!)).toBe(true);
        }
      }
    };

    if (channels === 3) lumaInto(image, picture.low);
    else picture.low.set(image.data);
    for (const step of LUMA_STEPS) check(step);
    for (const [row, rows] of channels === 3 ? picture.grid.rows.entries() : []) {
      const { start, end } = colourRows(picture, rows);
      chromaInto(image, start, end, picture.chroma);
      check({ name: "colours", row, lambda: 0.1, threshold: 0.05, weightOffset: 1, grids: [GRID, GRID] });
    }
  },
);
