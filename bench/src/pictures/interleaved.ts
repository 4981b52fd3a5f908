/**
 * Samples in the wrong order (packages/core/src/api/looks-interleaved.ts): the signs, the least, the middle and the
 * greatest, of the photographs in planes as they should be, and of the same with their samples interleaved; and how
 * many are held for interleaved by the limits in use, marked *, and by others. Whole photographs, and pieces of 48 by
 * 48 pixels of them. Gray ones in three channels say nothing, and none of them may be refused.
 */
import { crop, type PlanarImage, planarImage } from "@kernelgan/core";
import {
  areSignsOfInterleaved,
  INTERLEAVED_LIMITS,
  interleavedSigns,
} from "../../../packages/core/dist/api/looks-interleaved.js";
import { toGray } from "../../../packages/core/dist/image/index.js";
import { counted, marked, printTable, spread } from "../table.js";

const SIDE = 48;
const TRIALS = [
  INTERLEAVED_LIMITS,
  { ...INTERLEAVED_LIMITS, alike: 0 },
  { ...INTERLEAVED_LIMITS, alike: 0.1 },
  { ...INTERLEAVED_LIMITS, alike: 0.4 },
  { ...INTERLEAVED_LIMITS, rougher: 0.6 },
  { ...INTERLEAVED_LIMITS, rougher: 1 },
  { ...INTERLEAVED_LIMITS, uneven: 0 },
  { ...INTERLEAVED_LIMITS, uneven: 0.3 },
] as const;

export function printInterleaved(photographs: readonly PlanarImage[]): void {
  const inColour = photographs.filter(({ channels }) => channels === 3);
  const pieces = inColour.flatMap(piecesOf);
  const gray = inColour.map(grayInThree);
  const kinds: Readonly<Record<string, readonly PlanarImage[]>> = {
    "planes, whole": inColour,
    "planes, pieces": pieces,
    "planes, gray": gray,
    "interleaved, whole": inColour.map(interleaved),
    "interleaved, pieces": pieces.map(interleaved),
    "interleaved, gray": gray.map(interleaved),
  };
  printTable(
    [
      "",
      "alike",
      "rougher",
      "uneven",
      ...TRIALS.map((limits) =>
        marked(`${limits.alike}, ${limits.rougher}, ${limits.uneven}`, limits === INTERLEAVED_LIMITS),
      ),
    ],
    Object.entries(kinds).map(([kind, images]) => {
      const signs = images.map(interleavedSigns);
      return [
        kind,
        spread(signs.map(({ alike }) => alike)),
        spread(signs.map(({ rougher }) => rougher)),
        spread(signs.map(({ uneven }) => uneven)),
        ...TRIALS.map((limits) => counted(signs, (of) => areSignsOfInterleaved(of, limits))),
      ];
    }),
  );
}

function piecesOf(image: PlanarImage): PlanarImage[] {
  return [0.1, 0.5, 0.9].map((part) =>
    crop(image, {
      x: Math.floor(part * (image.width - SIDE)),
      y: Math.floor(part * (image.height - SIDE)),
      width: SIDE,
      height: SIDE,
    }),
  );
}

/** The samples in the order R G B R G B …, under the same name. */
function interleaved({ width, height, channels, data }: PlanarImage): PlanarImage {
  const pixels = width * height;
  const result = planarImage(width, height, channels);
  for (let i = 0; i < data.length; i++) {
    result.data[i] = data[(i % channels) * pixels + Math.floor(i / channels)] ?? 0;
  }
  return result;
}

function grayInThree(image: PlanarImage): PlanarImage {
  const { width, height, data } = toGray(image);
  const result = planarImage(width, height, 3);
  for (let c = 0; c < 3; c++) result.data.set(data, c * data.length);
  return result;
}
