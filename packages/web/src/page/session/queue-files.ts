/** The results of many pictures as files. */
import { save } from "../save.js";
import { type QueueItem, queue } from "./queue.js";

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

/** All results in one zip: stored, since pictures are compressed already. */
export async function downloadAll(): Promise<void> {
  const { downloadZip } = await import("client-zip");
  const entries = finishedFiles(queue.value).map(({ path, blob }) => ({ name: path, input: blob }));
  save(await downloadZip(entries).blob(), "enlarged.zip");
}

/** One of them. */
export function downloadOne({ state }: QueueItem): void {
  if (state.phase === "done") save(state.blob, state.path.replace(/^.*\//, ""));
}
