/**
 * Flat borders (packages/core/src/image/flat-border.ts): how often they are found, to two pixels, by the constants in
 * use, marked *, and with others in the place of one of them. The halved photographs, 24 pixels of white or black
 * around them, as they are and as JPEG files; where the border was blurred with the photograph, and where there is
 * none, none should be found.
 */
import { downscale, type PlanarImage, planarImage } from "@kernelgan/core";
import { jpegRoundTrip } from "../../../packages/cli/dist/image-files/jpeg-round-trip.js";
import {
  FLAT_BORDER_CONSTANTS,
  type FlatBorderConstants,
  insideFlatBorder,
} from "../../../packages/core/dist/image/flat-border.js";
import { quantised } from "../judge.js";
import { around } from "../photographs.js";
import { counted, marked, printTable } from "../table.js";
import { wideKernel } from "../wide-blurs.js";
import { halved } from "./halved.js";

const WIDTH = 24;
/** A border that is found so many pixels beside its end is found. */
const TOLERATED = 2;
const QUALITIES = [90, 75, 50] as const;
const BLURS = ["gauss0.7", "gauss1", "gauss2"] as const;

const CASES: Readonly<Record<string, (framed: PlanarImage) => PlanarImage | Promise<PlanarImage>>> = {
  "as it is": (framed) => framed,
  ...Object.fromEntries(
    QUALITIES.map((quality) => [`JPEG ${quality}`, (framed: PlanarImage) => jpegRoundTrip(framed, quality)]),
  ),
  ...Object.fromEntries(
    BLURS.map((blur) => [
      blur,
      (framed: PlanarImage) => quantised(downscale(framed, wideKernel(blur, 1), 1)),
    ]),
  ),
};

const TRIALS: readonly (readonly [keyof FlatBorderConstants, readonly number[]])[] = [
  ["tolerance", around(FLAT_BORDER_CONSTANTS.tolerance, [1 / 4, 1 / 2, 2, 3])],
  ["maxInBorder", [0, 0.005, 0.05, 0.1]],
  ["minBeyond", [0.2, 0.35, 0.7, 0.85]],
  ["maxBetween", [2, 4, 16]],
  ["atOnce", [0, 0.3, 0.45, 0.75, 0.9]],
  ["soon", [1, 2, 5]],
  ["minLines", [1, 4, 16]],
];

export async function printBorders(photographs: readonly PlanarImage[]): Promise<void> {
  const small = photographs.map(halved);
  const framed = small.flatMap((image) => [0, 1].map((ground) => onGround(image, ground)));
  const cases: {
    name: string;
    images: PlanarImage[];
    isFound: (found: Found, image: PlanarImage) => boolean;
  }[] = [];
  for (const [name, change] of Object.entries(CASES)) {
    const images: PlanarImage[] = [];
    for (const image of framed) images.push(await change(image));
    cases.push({ name, images, isFound: isRight });
  }
  cases.push({
    name: "no border",
    images: [...small, ...photographs],
    isFound: (found) => found !== undefined,
  });
  const trials = [
    { name: "in use", constants: FLAT_BORDER_CONSTANTS },
    ...TRIALS.flatMap(([key, others]) =>
      others.map((value) => ({
        name: `${key} ${Number(value.toPrecision(3))}`,
        constants: { ...FLAT_BORDER_CONSTANTS, [key]: value },
      })),
    ),
  ];
  printTable(
    ["", ...cases.map(({ name }) => name)],
    trials.map(({ name, constants }) => [
      marked(name, constants === FLAT_BORDER_CONSTANTS),
      ...cases.map(({ images, isFound }) =>
        counted(images, (image) => isFound(insideFlatBorder(image, constants), image)),
      ),
    ]),
  );
}

type Found = ReturnType<typeof insideFlatBorder>;

function isRight(found: Found, { width, height }: PlanarImage): boolean {
  if (!found) return false;
  const edges = [found.x, found.y, width - found.x - found.width, height - found.y - found.height];
  return edges.every((edge) => Math.abs(edge - WIDTH) <= TOLERATED);
}

function onGround({ width, height, channels, data }: PlanarImage, ground: number): PlanarImage {
  const result = planarImage(width + 2 * WIDTH, height + 2 * WIDTH, channels);
  result.data.fill(ground);
  for (let row = 0; row < channels * height; row++) {
    const [c, y] = [Math.floor(row / height), row % height];
    const to = (c * result.height + y + WIDTH) * result.width + WIDTH;
    result.data.set(data.subarray(row * width, (row + 1) * width), to);
  }
  return result;
}
