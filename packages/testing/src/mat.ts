/** MATLAB files, read by a program that is not ours. */
import { read } from "mat-for-js";

/** The variables of a level 5 file by name; matrices as rows. */
export function readMat(bytes: Uint8Array): Record<string, unknown> {
  return read(Uint8Array.from(bytes).buffer).data;
}
