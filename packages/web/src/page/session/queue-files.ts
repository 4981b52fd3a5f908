/** The results of many pictures as files. */
import { save, saveZip, withDistinctPaths, type ZipEntry } from "../save.js";
import { type DoneState, type QueueItem, queue, resultOf } from "./queue.js";
import { summaryOf } from "./queue-summary.js";
import { isSaved, noteSaved } from "./saved.js";

/** The results there are. */
export const resultsOf = (items: readonly QueueItem[]): DoneState[] =>
  items.flatMap((item) => resultOf(item) ?? []);

/** How many results would be lost with these. */
export const countUnsaved = (items: readonly QueueItem[]): number =>
  resultsOf(items).filter(({ blob }) => !isSaved(blob)).length;

/** How large all that is downloaded is, in bytes. */
export const bytesOfAll = (): number =>
  resultsOf(queue.value).reduce(
    (sum, state) => sum + filesOf(state).reduce((all, { blob }) => all + blob.size, 0),
    0,
  );

const filesOf = ({ path, blob, kernels }: DoneState): ZipEntry[] => [{ path, blob }, ...kernels];

/** All results in one zip, with their kernels, and a summary of all pictures that are finished or have failed. */
export async function downloadAll(): Promise<void> {
  const items = queue.value;
  const results = resultsOf(items);
  const files = withDistinctPaths(results.flatMap(filesOf));
  const named = new Map(files.map(({ path, blob }) => [blob, path]));
  const summary = new Blob([summaryOf(items, (blob) => named.get(blob))], { type: "text/csv" });
  await saveZip([...files, { path: "summary.csv", blob: summary }], "enlarged.zip");
  for (const { blob } of results) noteSaved(blob);
}

/** One of them. */
export function downloadOne(item: QueueItem): void {
  const result = resultOf(item);
  if (!result) return;
  save(result.blob, result.path.replace(/^.*\//, ""));
  noteSaved(result.blob);
}
