/** What a worker does (helpers.ts). It is built into one string, generated/worker.ts. */
import Transfer from "workerpool/src/transfer.js";
import { add } from "workerpool/src/worker.js";
import { Simd } from "../../../simd/simd.js";
import { Board, type BoardMemory } from "./board.js";
import {
  buffersOf,
  copyRegion,
  type ReturnedPiece,
  type SentPiece,
  SpareMemory,
  writeRegion,
} from "./copies.js";
import { PictureInParts } from "./part-of-plane.js";
import { layOut, type Picture, type PictureFacts, type PictureParts } from "./picture.js";
import { regionsOf } from "./regions.js";
import { PictureWorker, pieces, type Step } from "./steps.js";

/** The worker's picture, and its parts if it gets copies. */
interface Work {
  worker: PictureWorker;
  picture: PictureParts;
  parts?: PictureInParts;
}

let work: Work | undefined;

add({
  /** The picture to work on; its planes are shared. */
  open(module: WebAssembly.Module, picture: Picture): void {
    work = { worker: new PictureWorker(new Simd(module), picture), picture };
  },

  /** Does pieces of all steps until there are none to come. */
  help(memory: BoardMemory): void {
    const { worker, picture } = opened();
    const board = new Board(memory);
    while (board.wait()) {
      const ticket = board.take();
      if (ticket === 0) continue;
      // Each time: meanwhile the next step may have been put up.
      const step = board.read();
      worker.run(step, pieces(picture, step) - ticket);
      board.did();
    }
  },

  /** The picture to work on. */
  openCopy(module: WebAssembly.Module, facts: PictureFacts): void {
    // Of its large planes nothing is kept, and memory that nothing is written to costs nothing.
    const parts = new PictureInParts(layOut(facts, (bytes) => new ArrayBuffer(bytes)));
    work = { worker: new PictureWorker(new Simd(module), parts.picture), picture: parts.picture, parts };
  },

  /** Does these pieces of a step. */
  workOnCopies(step: Step, sent: readonly SentPiece[], bases: Float32Array | undefined): Transfer {
    const { worker, picture, parts } = opened();
    if (bases) picture.bases.set(bases);
    const returned = sent.map(({ index, reads }): ReturnedPiece => {
      const regions = regionsOf(picture, step, index);
      parts?.place(regions);
      for (const [i, region] of regions.reads.entries()) writeRegion(picture, region, reads[i]!);
      worker.run(step, index);
      const memory = new SpareMemory();
      memory.add(...buffersOf(reads));
      const writes = regions.writes.map((region) => copyRegion(picture, region, memory));
      return { writes, spare: memory.all() };
    });
    return new Transfer(
      returned,
      returned.flatMap(({ writes, spare }) => [...buffersOf(writes), ...spare]),
    );
  },

  /** Forgets the picture. */
  close(): void {
    work = undefined;
  },
});

function opened(): Work {
  if (!work) throw new Error("there is no picture to work on");
  return work;
}
