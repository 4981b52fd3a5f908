/** Workers that have the picture's memory in common with the caller: all take pieces from one counter, until there are none left. */
import type { Pool } from "workerpool";
import type { Helpers, StepWork } from "./helpers.js";
import type { Picture } from "./picture.js";
import { pieces, type Step } from "./steps.js";
import { DONE, NEXT, takePiece } from "./take-pieces.js";

/** More than any step has. */
const NONE_LEFT = 2 ** 30;

export class SharingHelpers implements Helpers {
  readonly needCaller = false;
  readonly #module: WebAssembly.Module;
  readonly #picture: Picture;
  readonly #workers: Pool[] = [];
  readonly #counter = new Int32Array(new SharedArrayBuffer(8));

  /** @param picture in shared memory */
  constructor(module: WebAssembly.Module, picture: Picture) {
    this.#module = module;
    this.#picture = picture;
  }

  async add(worker: Pool): Promise<void> {
    await worker.exec("open", [this.#module, this.#picture]);
    this.#workers.push(worker);
  }

  start(step: Step): StepWork {
    const counter = this.#counter;
    const count = pieces(this.#picture, step);
    Atomics.store(counter, NEXT, 0);
    Atomics.store(counter, DONE, 0);
    const others = Promise.all(this.#workers.map((worker) => worker.exec("work", [step, counter])));
    // Of a step that was left early nobody waits for them.
    others.catch(() => {});
    return {
      take: () => takePiece(counter, count),
      did: () => void Atomics.add(counter, DONE, 1),
      done: () => Atomics.load(counter, DONE),
      others: () => others,
    };
  }

  stop(): void {
    Atomics.store(this.#counter, NEXT, NONE_LEFT);
  }
}
