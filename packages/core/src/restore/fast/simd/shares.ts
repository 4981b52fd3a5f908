/**
 * Which thread does which pieces of a step, where pieces are sent to workers as messages. Each thread begins with the
 * pieces of its own part of the picture, which is the same in every step, so that it holds memory for that part alone;
 * then it takes pieces from the thread that has the most left.
 */

/**
 * The share of its remaining pieces that a worker is sent at a time. Not all, so that others can still take some; not
 * few, as a worker that asks for more waits until the caller has finished a piece.
 */
const SHARE = 0.75;
/** The most pieces that are sent to a worker at a time: they take memory while they are on their way. */
const MAX_SENT = 4;

/** The pieces of one step. */
export class Shares {
  readonly #parts: { start: number; end: number }[];
  readonly #returned: number[] = [];

  /** @param members the caller, and its workers */
  constructor(count: number, members: number) {
    const edge = (i: number): number => Math.floor((i * count) / members);
    this.#parts = Array.from({ length: members }, (_, i) => ({ start: edge(i), end: edge(i + 1) }));
  }

  /** One piece; undefined when there are none left. */
  takeOne(member: number): number | undefined {
    return this.#returned.pop() ?? this.#take(member, () => 1)[0];
  }

  /** Pieces for a worker; none when there are none left. */
  takeSome(member: number): number[] {
    return this.#take(member, (left) => Math.min(MAX_SENT, Math.ceil(SHARE * left)));
  }

  /** Takes back pieces that a worker could not do. */
  giveBack(pieces: readonly number[]): void {
    this.#returned.push(...pieces);
  }

  #take(member: number, howMany: (left: number) => number): number[] {
    const own = this.#parts[member]!;
    const left = ({ start, end }: { start: number; end: number }): number => end - start;
    if (left(own) > 0) {
      const start = own.start;
      own.start += howMany(left(own));
      return numbers(start, own.start);
    }
    const other = this.#parts.reduce((most, part) => (left(part) > left(most) ? part : most));
    if (left(other) === 0) return [];
    const end = other.end;
    other.end -= howMany(left(other) / 2);
    return numbers(other.end, end);
  }
}

function numbers(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
