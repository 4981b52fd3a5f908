/** Files that the visitor gave: a picture, a kernel for the one that is open, or many pictures. */
import { problem, showProblem } from "../problems.js";
import { openFile } from "./file.js";
import { chosenFiles, type GivenFile } from "./given-files.js";
import { isKernelName, openKernel } from "./given-kernel.js";
import { addToQueue } from "./queue.js";
import { showsQueue } from "./state.js";

export function openGiven(given: File): void {
  openAllGiven([{ file: given, path: given.name }]);
}

/** Those of a folder are put on a list, even if there is one only. */
export function openFolder(files: readonly File[]): void {
  problem.value = undefined;
  try {
    addToQueue(chosenFiles(files));
  } catch (error) {
    showProblem(error);
  }
}

/** One is opened; more are put on a list, and so is one where the list is on the screen. */
export function openAllGiven(given: readonly GivenFile[]): void {
  const pictures = given.filter(({ file }) => !isKernelName(file.name));
  const [first] = given;
  if (!first) return;
  problem.value = undefined;
  if (pictures.length > 1 || (pictures.length === 1 && showsQueue.value)) addToQueue(pictures);
  else if (pictures[0]) void openFile(pictures[0].file, pictures[0].file.name || "picture.png");
  else void openKernel(first.file, first.file.name);
}
