/** The results of many pictures as files. */
import { save, saveZip, withDistinctPaths, type ZipEntry } from "../save.js";
import { type DoneState, type QueueItem, queue } from "./queue.js";
import { summaryOf } from "./queue-summary.js";
import { isSaved, noteSaved } from "./saved.js";

/** The results there are. */
const finished = (items: readonly QueueItem[]): DoneState[] =>
  items.flatMap(({ state }) => (state.phase === "done" ? [state] : []));

/** How many results would be lost with these. */
export const countUnsaved = (items: readonly QueueItem[]): number =>
  finished(items).filter(({ blob }) => !isSaved(blob)).length;

/** How large all that is downloaded is, in bytes. */
export const bytesOfAll = (): number =>
  finished(queue.value).reduce(
    (sum, state) => sum + filesOf(state).reduce((all, { blob }) => all + blob.size, 0),
    0,
  );

const filesOf = ({ path, blob, kernels }: DoneState): ZipEntry[] => [{ path, blob }, ...kernels];

/** All results in one zip, with their kernels, and a summary of all pictures that are finished or have failed. */
export async function downloadAll(): Promise<void> {
  const items = queue.value;
  const results = finished(items);
  const files = withDistinctPaths(results.flatMap(filesOf));
  const named = new Map(files.map(({ path, blob }) => [blob, path]));
  const summary = new Blob([summaryOf(items, (blob) => named.get(blob))], { type: "text/csv" });
  await saveZip([...files, { path: "summary.csv", blob: summary }], "enlarged.zip");
  for (const { blob } of results) noteSaved(blob);
}

/** One of them. */
export function downloadOne({ state }: QueueItem): void {
  if (state.phase !== "done") return;
  save(state.blob, state.path.replace(/^.*\//, ""));
  noteSaved(state.blob);
}
