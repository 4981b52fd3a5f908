/** A file that the visitor gave: a picture, or a kernel for the one that is open. */
import { openFile } from "./file.js";
import { isKernelName, openKernel } from "./given-kernel.js";

export function openGiven(given: File): void {
  if (isKernelName(given.name)) void openKernel(given, given.name);
  else void openFile(given, given.name || "picture.png");
}
