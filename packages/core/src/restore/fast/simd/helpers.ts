/** The workers that do pieces of a picture beside the caller, as the team sees them. */
import type { Pool } from "workerpool";
import type { Step } from "./steps.js";

/** A step at work. */
export interface StepWork {
  /** A piece for the caller to do, if there is one. */
  take(): number | undefined;
  /** To be called when it is done. */
  did(): void;
  /** How many pieces are done, whoever did them. */
  done(): number;
  /** Resolves when the workers have none. Then there may be pieces again, which one of them could not do. */
  others(): Promise<unknown>;
}

/** Workers with one picture. */
export interface Helpers {
  /** Whether they need the caller's event loop after each of its pieces. */
  readonly needCaller: boolean;
  /** Makes a worker ready; from the next step on it helps. */
  add(worker: Pool): Promise<void>;
  start(step: Step): StepWork;
  /** Makes them stop early, before they are ended. */
  stop(): void;
}
