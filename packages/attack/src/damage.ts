/** Damage to files: at random places, and to the fields of their headers, one at a time, at their extremes. */
import type { Random } from "@kernelgan/core";

/** A number in a file. */
export interface Field {
  /** Where it begins. */
  at: number;
  bytes: 1 | 2 | 4 | 8;
  little?: boolean | undefined;
  /** Mends what would only say that something was changed, e.g. a checksum. */
  mend?: ((file: Buffer) => void) | undefined;
}

/** One of several things. */
export function pick<T>(random: Random, things: readonly T[]): T {
  const thing = things[random.integer(things.length)];
  if (thing === undefined) throw new Error("there is nothing to pick from");
  return thing;
}

/** The file with one field at an extreme. */
export function withField(random: Random, file: Buffer, field: Field): Buffer {
  const { at, bytes, little = false } = field;
  const damaged = Buffer.from(file);
  const most = 2n ** BigInt(8 * bytes) - 1n;
  const value = pick(random, [
    0n,
    1n,
    2n,
    most,
    most - 1n,
    most / 2n,
    most / 2n + 1n,
    // Sides that are allowed, but for data that is not there.
    10_000n,
    9_999n,
    255n,
    256n,
    65_535n,
    BigInt(random.integer(2 ** 32)),
  ]);
  for (let i = 0; i < bytes && at + i < damaged.length; i++) {
    const shift = BigInt(8 * (little ? i : bytes - 1 - i));
    damaged[at + i] = Number(((value & most) >> shift) & 0xffn);
  }
  field.mend?.(damaged);
  return damaged;
}

const DAMAGES: readonly ((random: Random, file: Buffer) => Buffer)[] = [
  // The end is missing.
  (random, file) => file.subarray(0, random.integer(file.length)),
  (random, file) => file.subarray(0, Math.max(0, file.length - 1 - random.integer(64))),
  // A part is missing.
  (random, file) => {
    const start = random.integer(file.length);
    return Buffer.concat([file.subarray(0, start), file.subarray(start + 1 + random.integer(5000))]);
  },
  // Bits are turned.
  (random, file) => {
    const damaged = Buffer.from(file);
    for (let i = 0; i < 1 + random.integer(8); i++) {
      const at = random.integer(file.length);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << random.integer(8));
    }
    return damaged;
  },
  // Bytes are something else, in one place or all over.
  (random, file) => {
    const damaged = Buffer.from(file);
    const start = random.integer(file.length);
    damaged.fill(pick(random, [0, 255, 65]), start, Math.min(file.length, start + 1 + random.integer(400)));
    return damaged;
  },
  (random, file) => file.map((byte) => (random.integer(100) === 0 ? random.integer(256) : byte)) as Buffer,
  // A part is there twice, or comes from elsewhere in the file.
  (random, file) => {
    const [start, from] = [random.integer(file.length), random.integer(file.length)];
    const part = file.subarray(from, from + 1 + random.integer(2000));
    return Buffer.concat([file.subarray(0, start), part, file.subarray(start)]);
  },
];

/** The file, damaged: in one of its fields, if it has any, or anywhere. */
export function damaged(random: Random, file: Buffer, fields: readonly Field[]): Buffer {
  if (fields.length > 0 && random.uniform() < 0.6) return withField(random, file, pick(random, fields));
  return pick(random, DAMAGES)(random, file);
}
