/**
 * A board in shared memory on which threads see what there is to do: the current step and how many of its pieces are
 * left. The workers wait on this memory, not for messages: a message takes longer to arrive than a piece of a small
 * picture takes to compute.
 *
 * A thread takes a piece by counting down the tickets of the round. Round and tickets are stored as one number, so that
 * a worker that comes late cannot mistake a piece of the next round for one of its own. A thread that has a piece can
 * safely read the step, as the next step is not written before all pieces are done.
 */
import type { Step } from "./steps.js";

/** Indices of the numbers: the round with its tickets, how many pieces are done, and the length of the step's JSON. */
const TICKETS = 0;
const DONE = 1;
const LENGTH = 2;
const NUMBERS = 3;
/** Bytes for the step as JSON. */
const STEP_BYTES = 1024;
/** The most pieces that a step may have: a picture of 16 gigapixels has so many. */
const MAX_PIECES = 2 ** 20;
/** Rounds are counted up to this number and then from 1 again. */
const ROUNDS = 2 ** 11;
/** The number of the round after the last. */
const OVER = 0;

/** The memory of a {@link Board}. */
export interface BoardMemory {
  readonly numbers: Int32Array;
  readonly step: Uint8Array;
}

/** Memory for a board, before the first step. */
export function boardMemory(): BoardMemory {
  const numbers = new Int32Array(new SharedArrayBuffer(4 * NUMBERS));
  numbers[TICKETS] = MAX_PIECES;
  return { numbers, step: new Uint8Array(new SharedArrayBuffer(STEP_BYTES)) };
}

const roundOf = (tickets: number): number => Math.floor(tickets / MAX_PIECES);

export class Board {
  readonly #numbers: Int32Array;
  readonly #step: Uint8Array;

  constructor({ numbers, step }: BoardMemory) {
    this.#numbers = numbers;
    this.#step = step;
  }

  /** Puts up a step of so many pieces, all of the last being done. */
  putUp(step: Step, pieces: number): void {
    if (pieces >= MAX_PIECES) throw new Error(`more than ${MAX_PIECES} pieces`);
    const text = new TextEncoder().encode(JSON.stringify(step));
    this.#step.set(text);
    this.#numbers[LENGTH] = text.length;
    this.#numbers[DONE] = 0;
    const round = (roundOf(Atomics.load(this.#numbers, TICKETS)) % (ROUNDS - 1)) + 1;
    this.#publish(round * MAX_PIECES + pieces);
  }

  /** There are no more steps. */
  end(): void {
    this.#publish(OVER);
  }

  #publish(tickets: number): void {
    Atomics.store(this.#numbers, TICKETS, tickets);
    Atomics.notify(this.#numbers, TICKETS);
  }

  /** A ticket of the round: i for the i-th piece from the end, from 1 on; 0 if there are none left. */
  take(): number {
    for (;;) {
      const tickets = Atomics.load(this.#numbers, TICKETS);
      const left = tickets % MAX_PIECES;
      if (left === 0) return 0;
      if (Atomics.compareExchange(this.#numbers, TICKETS, tickets, tickets - 1) === tickets) return left;
    }
  }

  /** The step at work, for who has a ticket. */
  read(): Step {
    // Text is not decoded from shared memory.
    return JSON.parse(new TextDecoder().decode(this.#step.slice(0, this.#numbers[LENGTH])));
  }

  /** A piece is done. */
  did(): void {
    Atomics.add(this.#numbers, DONE, 1);
  }

  /** How many pieces are done. */
  done(): number {
    return Atomics.load(this.#numbers, DONE);
  }

  /** Waits, with the thread, until there are tickets; false when there are no more steps. */
  wait(): boolean {
    for (;;) {
      const tickets = Atomics.load(this.#numbers, TICKETS);
      if (roundOf(tickets) === OVER) return false;
      if (tickets % MAX_PIECES > 0) return true;
      Atomics.wait(this.#numbers, TICKETS, tickets);
    }
  }
}
