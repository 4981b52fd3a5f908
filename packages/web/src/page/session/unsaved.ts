/**
 * Results that the visitor has not downloaded. Whatever would lose them (closing the picture, opening another one in
 * its place, deleting a result, closing the list, taking a picture off it) asks first.
 */
import { signal } from "@preact/signals";
import { showProblem } from "../problems.js";
import { save, saveZip } from "../save.js";
import { isKept, keep } from "./keeping.js";
import { fileOf, pictureName } from "./output-file.js";
import { type QueueItem, queue, resultOf } from "./queue.js";
import { countUnsaved, downloadAll, downloadOne } from "./queue-files.js";
import { type Result, results } from "./results.js";
import { isSaved, noteSaved } from "./saved.js";
import { file } from "./state.js";

/**
 * What would lose them: opening a picture, or taking one off the list, by its name; closing what there is; deleting one
 * of them, by its id.
 */
export type Loss =
  | { opens: string }
  | { takesOff: string }
  | { closes: "picture" | "list" }
  | { deletes: number };

/** What the visitor is asked: whether to go on after downloading them, to go on without, or to stay. */
export interface LossQuestion {
  /** How many results would be lost. */
  count: number;
  loss: Loss;
  answer(choice: "download" | "lose" | "stay"): void;
}

export const lossQuestion = signal<LossQuestion | undefined>();

const unsavedOfPicture = (): Result[] =>
  results.value.filter((result) => !isSaved(result.stored.samples) && !isInList(result));

/** Whether the list has the same: a picture of it that was opened, to look at it closely. */
const isInList = ({ key }: Result): boolean =>
  queue.value.some((item) => item.file === file.value?.blob && resultOf(item)?.key === key);

/** How many results would be lost with the picture. */
export const countUnsavedOfPicture = (): number => unsavedOfPicture().length;

/** Whether the picture may go: nothing would be lost with it, or the visitor agrees, or has it now. */
export const mayLosePicture = (loss: Loss): Promise<boolean> => mayLoseSome(unsavedOfPicture(), loss);

/** The same of one of its results. */
export const mayLoseResult = (id: number): Promise<boolean> =>
  mayLoseSome(
    unsavedOfPicture().filter((result) => result.id === id),
    { deletes: id },
  );

/** The same of the list. */
export const mayLoseList = (): Promise<boolean> =>
  mayLose({ closes: "list" }, countUnsaved(queue.value), downloadAll);

/** The same of a picture of the list. */
export const mayLoseItem = (item: QueueItem): Promise<boolean> =>
  mayLose({ takesOff: item.path }, countUnsaved([item]), async () => downloadOne(item));

const mayLoseSome = (unsaved: readonly Result[], loss: Loss): Promise<boolean> =>
  mayLose(loss, unsaved.length, () => downloadSome(unsaved));

async function mayLose(loss: Loss, count: number, download: () => Promise<void>): Promise<boolean> {
  // Another picture was dropped while the visitor was asked about one: that one is not opened.
  lossQuestion.value?.answer("stay");
  if (count === 0) return true;
  const choice = await new Promise<Parameters<LossQuestion["answer"]>[0]>((resolve) => {
    const answer: LossQuestion["answer"] = (given) => {
      lossQuestion.value = undefined;
      resolve(given);
    };
    lossQuestion.value = { count, loss, answer };
  });
  if (choice !== "download") return choice === "lose";
  try {
    await download();
    return true;
  } catch (error) {
    showProblem(error, file.value?.name);
    return false;
  }
}

/** Of several a zip: a browser may refuse to save more than one file at a time. */
async function downloadSome(unsaved: readonly Result[]): Promise<void> {
  const files: { path: string; blob: Blob }[] = [];
  for (const result of unsaved) {
    const made = await fileOf(result);
    if (made) files.push({ path: pictureName(result), blob: made.file });
  }
  const [first, ...others] = files;
  if (first && others.length === 0) save(first.blob, first.path);
  else await saveZip(files, `${file.value?.stem}.zip`);
  noteDownloaded(unsaved);
}

/** The visitor has them, after a reload, too. */
export function noteDownloaded(downloaded: readonly Result[]): void {
  for (const { stored } of downloaded) noteSaved(stored.samples);
  // What another tab keeps in their place stays there.
  if (isKept.value) void keep();
}
