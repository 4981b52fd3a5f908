/**
 * The trained network applied to an image of any size: tile by tile,
 *
 *     x = f( bicubic↑ y ),   then back-projection
 *
 * with surroundings so large that the cores of the tiles are the same as of the whole image.
 */

import { Graph } from "../../graph/graph.js";
import { crop, imresize, type PlanarImage, planarImage } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { Engine } from "../../runtime/engine.js";
import { numbersOf, openSession, type Session } from "../../runtime/session.js";
import { backProject, backProjectionReach } from "../back-projection.js";
import { BICUBIC_REACH, paste, tiles } from "../tiles.js";
import { network, networkShapes, REACH } from "./network.js";

/**
 * Side of a tile's core in output pixels: its widest maps take 64 · 4 bytes a pixel, 70 MB each with the surroundings.
 */
const TILE_SIZE = 448;

export interface EnlargeOptions {
  kernel: Kernel;
  scale: number;
  backProjections: number;
  /** Side of a tile's core in output pixels; default 448. */
  tileSize?: number;
  /** Called after each tile. */
  onTile: (done: number, count: number) => Promise<void>;
}

/**
 * @param image [c, h, w], values in [0, 1]
 * @param weights of each layer, see `networkShapes`
 * @returns [c, s·h, s·w], not clipped
 */
export async function enlarge(
  engine: Engine,
  weights: readonly Float32Array[],
  image: PlanarImage,
  { kernel, scale, backProjections, tileSize = TILE_SIZE, onTile }: EnlargeOptions,
): Promise<PlanarImage> {
  const result = planarImage(scale * image.width, scale * image.height, image.channels);
  const reach =
    Math.ceil(REACH / scale) + BICUBIC_REACH + backProjections * backProjectionReach(kernel, scale);
  const all = tiles(image.width, image.height, Math.ceil(tileSize / scale), reach);
  const sessions = new Map<string, Session>();
  try {
    for (const [i, tile] of all.entries()) {
      const low = crop(image, tile.padded);
      const input = imresize(low, { scale });
      const key = `${input.width}×${input.height}`;
      const session = sessions.get(key) ?? (await openSession(engine, buildNetwork(input, weights, engine)));
      sessions.set(key, session);
      const results = await session.run({ input: session.tensor(input.data, [1, ...sizes(input)]) });
      const enlarged: PlanarImage = { ...input, data: numbersOf(results, "output") };
      backProject(enlarged, low, kernel, scale, backProjections);
      paste(enlarged, tile, scale, result);
      await onTile(i + 1, all.length);
    }
  } finally {
    for (const session of sessions.values()) await session.release();
  }
  return result;
}

const sizes = ({ channels, height, width }: PlanarImage): [number, number, number] => [
  channels,
  height,
  width,
];

/** The network for inputs of one size. Its weights are constants, so that the engine can reorder them once. */
function buildNetwork(input: PlanarImage, weights: readonly Float32Array[], { dialect }: Engine): Graph {
  const graph = new Graph("n", dialect);
  const shapes = networkShapes(input.channels);
  const x = graph.input("input", [1, ...sizes(input)]);
  graph.output(
    "output",
    network(
      x,
      weights.map((values, i) => graph.constant(values, shapes[i]!)),
    ),
  );
  return graph;
}
