/** The worker that computes. Its number of threads is fixed by its first estimate, so each engine needs a new one. */
import type { EngineChoice } from "../../tasks.js";

/** Keeps one worker, started when it is first needed. */
export class EngineWorker<C extends { readonly isDead: boolean; close(): void }> {
  #client: C | undefined;
  #engine = "";

  /** @param start starts a worker */
  constructor(private readonly start: () => C) {}

  /** The worker for an engine: the one that runs, if it is for the same engine and has not died, or else a new one. */
  get(engine: EngineChoice): C {
    const name = JSON.stringify(engine);
    if (this.#engine !== name || this.#client?.isDead) this.end();
    this.#engine = name;
    this.#client ??= this.start();
    return this.#client;
  }

  /** Ends the worker that runs; the next call starts another. */
  end(): void {
    this.#client?.close();
    this.#client = undefined;
  }
}
