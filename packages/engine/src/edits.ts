/** Changes to a file: what is cut out where, and what takes its place. */

/** One change. */
export interface Edit {
  /** Where, in the file as it was. */
  readonly at: number;
  /** Bytes to leave out there. */
  readonly remove: number;
  readonly insert: Uint8Array;
}

/** A copy of the file with the changes, which are in the order of their places and do not overlap. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array<ArrayBuffer> {
  const growth = edits.reduce((sum, { remove, insert }) => sum + insert.length - remove, 0);
  const result = new Uint8Array(bytes.length + growth);
  let read = 0;
  let written = 0;
  for (const { at, remove, insert } of edits) {
    result.set(bytes.subarray(read, at), written);
    result.set(insert, written + at - read);
    written += at - read + insert.length;
    read = at + remove;
  }
  result.set(bytes.subarray(read), written);
  return result;
}
