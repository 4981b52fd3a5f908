/** What a worker of the team runs (team.ts). It is built into one string, generated/worker.ts. */
import { add } from "workerpool/src/worker.js";
import { Simd } from "../../../simd/simd.js";
import type { Picture } from "./picture.js";
import { PictureWorker, type Step } from "./steps.js";
import { takePieces } from "./take-pieces.js";

let work: { worker: PictureWorker; picture: Picture } | undefined;

add({
  /** The picture to work on; its planes are shared. */
  open(module: WebAssembly.Module, picture: Picture): void {
    work = { worker: new PictureWorker(new Simd(module), picture), picture };
  },

  /** Does pieces of a step until there are none left. */
  work(step: Step, counter: Int32Array): void {
    if (!work) throw new Error("there is no picture to work on");
    for (const _ of takePieces(work.worker, work.picture, step, counter));
  },
});
