import { expect, it } from "vitest";
import { memoryReader } from "../../src/byte-reader.js";
import { readFields, SUBDIRECTORIES } from "../../src/metadata/tiff-structure.js";

/** A directory of entries of one SHORT or LONG each, at place 8. */
function directory(entries: readonly (readonly [tag: number, type: number, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(8 + 2 + 12 * entries.length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, entries.length, true);
  for (const [i, [tag, type, value]] of entries.entries()) {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, type, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint32(18 + 12 * i, value, true);
  }
  return bytes;
}

it("follows directories that lead to themselves by one entry of each tag", async () => {
  const entries = Array.from({ length: 3000 }, (_, i) => [SUBDIRECTORIES[i % 3]!, 4, 8] as const);
  const { size, read } = memoryReader(directory(entries));
  let count = 0;
  const counting = {
    size,
    read: (at: number, length: number) => {
      count++;
      return read(at, length);
    },
  };
  expect(await readFields(counting, 8, { little: true })).toEqual([]);
  // Four levels deep: 1 + 3 + 9 + 27 directories, each read in two parts and with three numbers.
  expect(count).toBe(40 * 5);
});

it("takes the first value of a tag that is there twice", async () => {
  const reader = memoryReader(
    directory([
      [274, 3, 6],
      [274, 3, 8],
    ]),
  );
  const fields = await readFields(reader, 8, { little: true });
  expect(fields.map(({ tag, bytes }) => [tag, ...bytes])).toEqual([[274, 6, 0]]);
});
