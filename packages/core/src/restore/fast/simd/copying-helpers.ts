/**
 * Workers that have no memory in common with the caller: pieces are sent to them with what they read, and come back
 * with what they write.
 */
import type { Pool } from "workerpool";
import {
  buffersOf,
  copyRegion,
  type ReturnedPiece,
  type SentPiece,
  SpareMemory,
  writeRegion,
} from "./copies.js";
import type { Helpers, StepWork } from "./helpers.js";
import type { Picture, PictureFacts } from "./picture.js";
import { regionsOf } from "./regions.js";
import { Shares } from "./shares.js";
import { pieces, type Step } from "./steps.js";

export class CopyingHelpers implements Helpers {
  readonly needCaller = true;
  readonly #module: WebAssembly.Module;
  readonly #picture: Picture;
  readonly #facts: PictureFacts;
  /** Workers, and whether they have the bases as they are. */
  readonly #workers = new Map<Pool, boolean>();
  readonly #memory = new SpareMemory();

  /** @param facts what the picture was laid out for */
  constructor(module: WebAssembly.Module, picture: Picture, facts: PictureFacts) {
    this.#module = module;
    this.#picture = picture;
    this.#facts = facts;
  }

  async add(worker: Pool): Promise<void> {
    await worker.exec("openCopy", [this.#module, this.#facts]);
    this.#workers.set(worker, false);
  }

  start(step: Step): StepWork {
    if (step.name === "bases") for (const worker of this.#workers.keys()) this.#workers.set(worker, false);
    const workers = [...this.#workers.keys()];
    const shares = new Shares(pieces(this.#picture, step), 1 + workers.length);
    let done = 0;
    const others = Promise.all(
      workers.map(async (worker, i) => {
        for (let own = shares.takeSome(i + 1); own.length > 0; own = shares.takeSome(i + 1)) {
          try {
            await this.#send(worker, step, own);
            done += own.length;
          } catch {
            // Its memory may have run out. The others do without it.
            this.#workers.delete(worker);
            shares.giveBack(own);
            return;
          }
        }
      }),
    );
    return {
      take: () => shares.takeOne(0),
      did: () => void done++,
      done: () => done,
      others: () => others,
    };
  }

  stop(): void {
    // A worker has few pieces at a time.
  }

  async #send(worker: Pool, step: Step, indices: readonly number[]): Promise<void> {
    const picture = this.#picture;
    const memory = this.#memory;
    const sent = indices.map((index): SentPiece => {
      const { reads } = regionsOf(picture, step, index);
      return { index, reads: reads.map((region) => copyRegion(picture, region, memory)) };
    });
    const needsBases = (step.name === "shrink" || step.name === "colours") && !this.#workers.get(worker);
    const returned = (await worker.exec(
      "workOnCopies",
      [step, sent, needsBases ? picture.bases : undefined],
      { transfer: sent.flatMap(({ reads }) => buffersOf(reads)) },
    )) as ReturnedPiece[];
    if (needsBases) this.#workers.set(worker, true);
    for (const [i, { writes, spare }] of returned.entries()) {
      const regions = regionsOf(picture, step, indices[i]!).writes;
      for (const [j, region] of regions.entries()) writeRegion(picture, region, writes[j]!);
      memory.add(...buffersOf(writes), ...spare);
    }
  }
}
