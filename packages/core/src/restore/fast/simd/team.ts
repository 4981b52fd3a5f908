/**
 * The threads that work on a picture: the one that calls, and workers of a pool beside it. All take pieces of a step from one counter in
 * shared memory, until there are none left. Where there is no shared memory, the caller works alone.
 */
import type { Pool } from "workerpool";
import { type Pause, pauses } from "../../../pause.js";
import { Simd } from "../../../simd/simd.js";
import type { Picture } from "./picture.js";
import { PictureWorker, type Step } from "./steps.js";
import { DONE, NEXT, STOPPED, takePieces } from "./take-pieces.js";

/** Whether threads can share memory here. A page must be cross-origin isolated for that. */
export function canShare(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer !== "undefined" && crossOriginIsolated !== false;
}

/** Threads, with one picture. */
export class Team {
  readonly #picture: Picture;
  readonly #worker: PictureWorker;
  readonly #counter: Int32Array;
  readonly #pause: Pause;
  #pool: Pool | undefined;
  /** Workers that are ready. */
  #helpers = 0;
  #isClosed = false;

  /**
   * @param threads of which one is the caller's; more than one only with a picture in shared memory
   * @param signal makes {@link run} throw an AbortError
   */
  constructor(
    module: WebAssembly.Module,
    picture: Picture,
    threads: number,
    signal: AbortSignal | undefined,
  ) {
    this.#picture = picture;
    this.#counter = new Int32Array(threads > 1 ? new SharedArrayBuffer(12) : new ArrayBuffer(12));
    this.#pause = pauses(signal);
    // Workers start while the caller begins.
    if (threads > 1) void this.#start(module, threads - 1);
    this.#worker = new PictureWorker(new Simd(module), picture);
  }

  /** Where workers cannot be started, the caller works alone. */
  async #start(module: WebAssembly.Module, count: number): Promise<void> {
    try {
      const [{ startPool }, { WORKER_SCRIPT }] = await Promise.all([
        import("../../../workers/pool.js"),
        import("./generated/worker.js"),
      ]);
      if (this.#isClosed) return;
      const pool = startPool(WORKER_SCRIPT, count);
      this.#pool = pool;
      await Promise.all(
        Array.from({ length: count }, async () => {
          await pool.exec("open", [module, this.#picture]);
          this.#helpers++;
        }),
      );
    } catch {
      // Those that are ready help.
    }
  }

  /**
   * Does all pieces of a step.
   *
   * @param onPiece called now and then with the number of pieces that are done
   * @throws AbortError
   */
  async run(step: Step, onPiece: (done: number) => void): Promise<void> {
    const counter = this.#counter;
    Atomics.store(counter, NEXT, 0);
    Atomics.store(counter, DONE, 0);
    const helpers = Array.from({ length: this.#helpers }, () => this.#pool?.exec("work", [step, counter]));
    for (const _ of takePieces(this.#worker, this.#picture, step, counter)) {
      onPiece(Atomics.load(counter, DONE));
      await this.#pause();
    }
    await Promise.all(helpers);
    await this.#pause();
  }

  /** Ends the workers. */
  close(): void {
    this.#isClosed = true;
    Atomics.store(this.#counter, STOPPED, 1);
    void this.#pool?.terminate(true);
  }
}
