/**
 * Edges of cut-outs (packages/core/src/image/mixed-edge.ts). Ellipses cut out of the halved photographs, with a soft
 * edge, clean or with a share of a background in its colours: white, black, or the photograph next to it. The table
 * has the share of the differences that one background explains (MIN_EXPLAINED), by the number of the edge's pixels
 * (MIN_EDGE): the least, the middle and the greatest, and how many exceed the limit.
 */
import { type PlanarImage, planarImage } from "@kernelgan/core";
import {
  edgeOf,
  explainedShare,
  MIN_EDGE,
  MIN_EXPLAINED,
} from "../../../packages/core/dist/image/mixed-edge.js";
import { counted, marked, printTable, spread } from "../table.js";
import { halved } from "./halved.js";

/** Radii of the ellipses, as shares of the picture's half sides. */
const RADII = [0.02, 0.04, 0.08, 0.2, 0.8] as const;
/** Values of MIN_EXPLAINED that are compared. */
const LIMITS = [0.1, 0.3, MIN_EXPLAINED, 0.7, 0.9];
/** Pixels over which the edge becomes transparent. */
const SOFTNESS = 2;
/** Limits of the numbers of the edges' pixels, for the rows of the table. */
const SIZES = [8, 16, 32, MIN_EDGE, 2 * MIN_EDGE, Number.POSITIVE_INFINITY];

const EDGES = ["clean", "white", "black", "another picture"] as const;

export function printEdges(photographs: readonly PlanarImage[]): void {
  const found: { kind: string; size: number; share: number }[] = [];
  const small = photographs.map(halved);
  for (const [i, image] of small.entries()) {
    const next = small[(i + 1) % small.length] ?? image;
    for (const radius of RADII) {
      const alpha = ellipse(image, radius);
      const edge = edgeOf(alpha);
      if (edge.length === 0) continue;
      for (const kind of EDGES) {
        const mixed = kind === "clean" ? image : mixedWith(image, alpha, backgroundOf(kind, next));
        found.push({ kind, size: edge.length, share: explainedShare(mixed, alpha, edge) });
      }
    }
  }
  printTable(
    [
      "edge",
      "pixels",
      "explained",
      ...LIMITS.map((limit) => marked(`over ${limit}`, limit === MIN_EXPLAINED)),
    ],
    EDGES.flatMap((kind) =>
      SIZES.flatMap((end, i) => {
        const start = SIZES[i - 1] ?? 1;
        const own = found.filter((one) => one.kind === kind && one.size >= start && one.size < end);
        if (own.length === 0) return [];
        const sizes = end === Number.POSITIVE_INFINITY ? `${start} and more` : `${start} to ${end - 1}`;
        return [
          [
            kind,
            marked(sizes, start >= MIN_EDGE),
            spread(own.map(({ share }) => share)),
            ...LIMITS.map((limit) => counted(own, ({ share }) => share > limit)),
          ],
        ];
      }),
    ),
  );
}

function ellipse({ width, height }: PlanarImage, radius: number): PlanarImage {
  const alpha = planarImage(width, height, 1);
  const [a, b] = [(radius * width) / 2, (radius * height) / 2];
  for (let i = 0; i < alpha.data.length; i++) {
    const distance = Math.hypot(((i % width) - width / 2) / a, (Math.floor(i / width) - height / 2) / b);
    alpha.data[i] = Math.min(1, Math.max(0, ((1 - distance) * Math.min(a, b)) / SOFTNESS + 0.5));
  }
  return alpha;
}

function backgroundOf(
  kind: Exclude<(typeof EDGES)[number], "clean">,
  next: PlanarImage,
): (i: number) => number {
  if (kind === "white") return () => 1;
  if (kind === "black") return () => 0;
  return (i) => next.data[i % next.data.length] ?? 0;
}

function mixedWith(image: PlanarImage, alpha: PlanarImage, background: (i: number) => number): PlanarImage {
  return {
    ...image,
    data: image.data.map((value, i) => {
      const opaque = alpha.data[i % alpha.data.length] ?? 1;
      return opaque * value + (1 - opaque) * background(i);
    }),
  };
}
