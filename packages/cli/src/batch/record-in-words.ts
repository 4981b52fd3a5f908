/** Records of a manifest in other words than the library's, which the manifest itself keeps. */
import type { ManifestRecord } from "./manifest.js";

/** Puts a message of the library into the words of those who read it. */
export type InWords = (message: string) => string;

/** The record with its messages in those words. */
export function recordInWords(record: ManifestRecord, inWords: InWords): ManifestRecord {
  if (record.status === "done") {
    const warnings = record.warnings.map(({ code, message }) => ({ code, message: inWords(message) }));
    return { ...record, warnings };
  }
  const { code, message } = record.error;
  return { ...record, error: { code, message: inWords(message) } };
}
