/** The results of many pictures as files. */
import { save, saveZip, type ZipEntry } from "../save.js";
import { type QueueItem, queue } from "./queue.js";
import { isSaved, noteSaved } from "./saved.js";

/** The results there are. */
export const finishedFiles = (items: readonly QueueItem[]): ZipEntry[] =>
  items.flatMap(({ state }) => (state.phase === "done" ? [{ path: state.path, blob: state.blob }] : []));

/** How many results would be lost with these. */
export const countUnsaved = (items: readonly QueueItem[]): number =>
  finishedFiles(items).filter(({ blob }) => !isSaved(blob)).length;

/** All results in one zip. */
export async function downloadAll(): Promise<void> {
  const files = finishedFiles(queue.value);
  await saveZip(files, "enlarged.zip");
  for (const { blob } of files) noteSaved(blob);
}

/** One of them. */
export function downloadOne({ state }: QueueItem): void {
  if (state.phase !== "done") return;
  save(state.blob, state.path.replace(/^.*\//, ""));
  noteSaved(state.blob);
}
