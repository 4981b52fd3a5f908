/** Records of a manifest in the words of the command line; the manifest itself is the library's as well. */
import { inFlagWords } from "../errors/flag-words.js";
import type { ManifestRecord } from "./manifest.js";

/** The record as the command `batch` prints it. */
export function recordInFlagWords(record: ManifestRecord): ManifestRecord {
  if (record.status === "done") return { ...record, warnings: record.warnings.map(inFlagWords) };
  return { ...record, error: { ...record.error, message: inFlagWords(record.error.message) } };
}
