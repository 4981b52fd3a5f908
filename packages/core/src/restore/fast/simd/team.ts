/** The threads that work on a picture: the one that calls, and workers beside it. */
import type { Pool } from "workerpool";
import { type Pause, pauses } from "../../../pause.js";
import { canShareMemory } from "../../../shared-memory.js";
import { Simd } from "../../../simd/simd.js";
import { CopyingHelpers } from "./copying-helpers.js";
import { endWorker, returnWorker, takeWorker } from "./crew.js";
import type { Helpers, StepWork } from "./helpers.js";
import { layOut, type Picture, type PictureFacts } from "./picture.js";
import { SharingHelpers } from "./sharing-helpers.js";
import { PictureWorker, pieces, type Step } from "./steps.js";

/** Threads, with one picture. */
export class Team {
  readonly picture: Picture;
  readonly #worker: PictureWorker;
  readonly #helpers: Helpers | undefined;
  readonly #pause: Pause;
  readonly #workers: Pool[] = [];
  #isClosed = false;

  /**
   * @param facts the picture's
   * @param workers to have beside the caller
   * @param signal makes {@link run} throw an AbortError
   */
  constructor(
    module: WebAssembly.Module,
    facts: PictureFacts,
    workers: number,
    signal: AbortSignal | undefined,
  ) {
    const isShared = workers > 0 && canShareMemory();
    this.picture = layOut(facts, (bytes) =>
      isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
    );
    if (isShared) this.#helpers = new SharingHelpers(module, this.picture);
    else if (workers > 0) this.#helpers = new CopyingHelpers(module, this.picture, facts);
    this.#pause = pauses(signal, this.#helpers?.needCaller ? 0 : undefined);
    // They become ready while the caller begins.
    for (let i = 0; i < workers; i++) void this.#addWorker();
    this.#worker = new PictureWorker(new Simd(module), this.picture);
  }

  /** Where workers cannot be started, the caller works alone. */
  async #addWorker(): Promise<void> {
    let worker: Pool | undefined;
    try {
      worker = await takeWorker();
      if (this.#isClosed) return await returnWorker(worker);
      this.#workers.push(worker);
      await this.#helpers?.add(worker);
    } catch {
      if (worker && !this.#isClosed) endWorker(worker);
    }
  }

  /**
   * Does all pieces of a step.
   *
   * @param onPiece called now and then with the number of pieces that are done
   * @throws AbortError
   */
  async run(step: Step, onPiece: (done: number) => void): Promise<void> {
    const work = this.#helpers?.start(step) ?? alone(pieces(this.picture, step));
    const next = async (): Promise<number | undefined> => {
      const index = work.take();
      if (index !== undefined) return index;
      await work.others();
      return work.take();
    };
    for (let index = await next(); index !== undefined; index = await next()) {
      this.#worker.run(step, index);
      work.did();
      onPiece(work.done());
      await this.#pause();
    }
    await this.#pause();
  }

  /** @param isDone whether the workers have nothing to do; otherwise they are ended, whatever they do */
  close(isDone: boolean): void {
    this.#isClosed = true;
    this.#helpers?.stop();
    for (const worker of this.#workers) {
      if (isDone) void returnWorker(worker);
      else endWorker(worker);
    }
  }
}

/** All pieces are the caller's. */
function alone(count: number): StepWork {
  let next = 0;
  let done = 0;
  return {
    take: () => (next < count ? next++ : undefined),
    did: () => void done++,
    done: () => done,
    others: async () => {},
  };
}
