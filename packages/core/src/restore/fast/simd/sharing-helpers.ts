/**
 * Workers that have the picture's memory in common with the caller: all take pieces from one board, until there are
 * none left.
 */
import type { Pool } from "workerpool";
import { yieldToEventLoop } from "../../../abort.js";
import { Board, type BoardMemory, boardMemory } from "./board.js";
import type { Helpers, StepWork } from "./helpers.js";
import type { Picture } from "./picture.js";
import { pieces, type Step } from "./steps.js";

export class SharingHelpers implements Helpers {
  readonly needCaller = false;
  readonly #module: WebAssembly.Module;
  readonly #picture: Picture;
  readonly #memory: BoardMemory = boardMemory();
  readonly #board = new Board(this.#memory);
  /** Why a worker stopped, which may have had a piece. */
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  /** @param picture in shared memory */
  constructor(module: WebAssembly.Module, picture: Picture) {
    this.#module = module;
    this.#picture = picture;
  }

  async add(worker: Pool): Promise<void> {
    await worker.exec("open", [this.#module, this.#picture]);
    worker.exec("help", [this.#memory]).catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  start(step: Step): StepWork {
    const board = this.#board;
    const count = pieces(this.#picture, step);
    board.putUp(step, count);
    return {
      take: () => {
        const ticket = board.take();
        return ticket > 0 ? count - ticket : undefined;
      },
      did: () => board.did(),
      done: () => board.done(),
      others: async () => {
        while (board.done() < count && !this.#isOver) {
          if (this.#failure) throw this.#failure.error;
          await yieldToEventLoop();
        }
      },
    };
  }

  stop(): void {
    this.#isOver = true;
    this.#board.end();
  }
}
