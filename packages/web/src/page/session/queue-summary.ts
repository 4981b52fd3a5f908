/** The summary of a list, for spreadsheets and programs: what was found in each picture, and what became of it. */
import { blurInWords } from "@kernelgan/figures";
import { type CsvValue, csvText } from "@kernelgan/formats/internal";
import { remarks } from "../remarks.js";
import { type QueueItem, resultOf, stemOf } from "./queue.js";

/** Those that the command's summary of a batch has, too, have its names. */
const COLUMNS = [
  "image",
  "file",
  "status",
  "output",
  "scale",
  "seconds",
  "confidence",
  "fell_back",
  "blur",
  "error",
  "notes",
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], CsvValue>>;

/**
 * Comma-separated values, a line for each picture that has a result or has failed.
 *
 * @param outputOf the name in the zip of a result's file
 */
export function summaryOf(items: readonly QueueItem[], outputOf: (blob: Blob) => string | undefined): string {
  const rows = items.flatMap((item) => rowOf(item, outputOf) ?? []);
  return csvText(
    COLUMNS,
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}

function rowOf(item: QueueItem, outputOf: (blob: Blob) => string | undefined): Row | undefined {
  const { path, state } = item;
  const image = { image: stemOf(item), file: path };
  const result = resultOf(item);
  if (!result) {
    if (state.phase !== "failed") return undefined;
    return { ...image, status: state.phase, error: state.code, notes: state.words };
  }
  const { scale, estimate, blur, obstacle, warnings } = result.facts;
  const why = remarks({ obstacle, warnings: [] }).flatMap(({ words, detail }) =>
    [words, detail ?? []].flat(),
  );
  return {
    ...image,
    status: result.phase,
    output: outputOf(result.blob),
    scale,
    seconds: result.seconds,
    confidence: estimate?.confidence,
    // Without an estimate it is enlarged for a safe kernel, too.
    fell_back: estimate?.fellBack ?? true,
    blur: blur && blurInWords(blur),
    notes: [...why, ...warnings.map(({ message }) => message)].join("; "),
  };
}
