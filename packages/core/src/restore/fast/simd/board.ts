/**
 * Where threads with common memory see what there is to do: the step at work and its pieces. The workers wait at it, as
 * a message takes longer to reach them than a small picture's piece to be done.
 *
 * A piece is taken by counting down the round's tickets; round and tickets are one number, so that a worker that is
 * late takes nothing of the next round for one of the last. Who has a piece may read the step: the next is not put up
 * before all pieces are done.
 */
import type { Step } from "./steps.js";

/** The numbers: the round and its tickets, how many pieces are done, and how long the step's text is. */
const TICKETS = 0;
const DONE = 1;
const LENGTH = 2;
const NUMBERS = 3;
/** Bytes for the step as JSON. */
const STEP_BYTES = 1024;
/** A picture of 16 gigapixels has so many pieces in a step. */
const MOST_PIECES = 2 ** 20;
/** Rounds are counted up to this, and from 1 again. */
const ROUNDS = 2 ** 11;
/** The round when there are none to come. */
const OVER = 0;

/** The memory of a {@link Board}. */
export interface BoardMemory {
  readonly numbers: Int32Array;
  readonly step: Uint8Array;
}

/** Memory for a board, before the first step. */
export function boardMemory(): BoardMemory {
  const numbers = new Int32Array(new SharedArrayBuffer(4 * NUMBERS));
  numbers[TICKETS] = MOST_PIECES;
  return { numbers, step: new Uint8Array(new SharedArrayBuffer(STEP_BYTES)) };
}

const roundOf = (tickets: number): number => Math.floor(tickets / MOST_PIECES);

export class Board {
  readonly #numbers: Int32Array;
  readonly #step: Uint8Array;

  constructor({ numbers, step }: BoardMemory) {
    this.#numbers = numbers;
    this.#step = step;
  }

  /** Puts up a step of so many pieces, all of the last being done. */
  putUp(step: Step, pieces: number): void {
    if (pieces >= MOST_PIECES) throw new Error(`more than ${MOST_PIECES} pieces`);
    const text = new TextEncoder().encode(JSON.stringify(step));
    this.#step.set(text);
    this.#numbers[LENGTH] = text.length;
    this.#numbers[DONE] = 0;
    const round = (roundOf(Atomics.load(this.#numbers, TICKETS)) % (ROUNDS - 1)) + 1;
    this.#publish(round * MOST_PIECES + pieces);
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
      const left = tickets % MOST_PIECES;
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
      if (tickets % MOST_PIECES > 0) return true;
      Atomics.wait(this.#numbers, TICKETS, tickets);
    }
  }
}
