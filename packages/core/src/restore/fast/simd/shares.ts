/**
 * Who does which pieces of a step, where pieces are sent to workers: each begins with a part of its own, the same part
 * of the picture in each step, so that it uses no more memory than for that, and then takes from whoever has most left.
 */

/**
 * Of its own pieces a worker gets this share at a time: waiting for more takes as long as the caller's present piece.
 */
const SHARE = 0.75;
/** Pieces that are on their way at a time, because of the memory that they take. */
const MOST = 4;

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
    return this.#take(member, (left) => Math.min(MOST, Math.ceil(SHARE * left)));
  }

  /** Gives back what could not be done. */
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
