/** The results of many pictures as files. */
import { save } from "../save.js";
import { type QueueItem, queue } from "./queue.js";
import { isSaved, noteSaved } from "./saved.js";

/** The results there are, with paths that differ. */
export function finishedFiles(items: readonly QueueItem[]): { path: string; blob: Blob }[] {
  const taken = new Set<string>();
  return items.flatMap(({ state }) => {
    if (state.phase !== "done") return [];
    let { path } = state;
    for (let count = 2; taken.has(path); count++) path = state.path.replace(/(\.[^.]*)$/, ` (${count})$1`);
    taken.add(path);
    return [{ path, blob: state.blob }];
  });
}

/** How many results would be lost with the list. */
export const countUnsaved = (): number =>
  finishedFiles(queue.value).filter(({ blob }) => !isSaved(blob)).length;

/** All results in one zip: stored, since pictures are compressed already. */
export async function downloadAll(): Promise<void> {
  const { downloadZip } = await import("client-zip");
  const files = finishedFiles(queue.value);
  const zip = await downloadZip(files.map(({ path, blob }) => ({ name: path, input: blob }))).blob();
  save(zip, "enlarged.zip");
  for (const { blob } of files) noteSaved(blob);
}

/** One of them. */
export function downloadOne({ state }: QueueItem): void {
  if (state.phase !== "done") return;
  save(state.blob, state.path.replace(/^.*\//, ""));
  noteSaved(state.blob);
}
