/**
 * A manifest in S3, where nothing can be appended to an object. Each record is an object of its own,
 *
 *     OUT/.manifest/<hash of its id>.json
 *
 * written when its image is done or has failed. At the end they are merged into OUT/manifest.jsonl, and only when that
 * is written are they removed. Whatever happens in between, both together hold every record.
 */
import { createHash } from "node:crypto";
import { below, type S3Location, type Storage } from "@kernelgan/queue";
import { inParallel } from "../in-parallel.js";
import { MANIFEST, type ManifestRecord } from "../manifest.js";

const RECORDS = ".manifest";
/** Requests at a time. */
const AT_ONCE = 16;

/** The text of the manifest as it would be on a disk: of several lines with the same id the last one counts. */
export async function readS3Manifest(storage: Storage, out: S3Location): Promise<string> {
  const merged = (await storage.readText(below(out, MANIFEST))) ?? "";
  const keys: string[] = [];
  for await (const { key } of storage.list(below(out, RECORDS))) keys.push(key);
  const later: string[] = [];
  await inParallel(keys, AT_ONCE, async (key, i) => {
    later[i] = (await storage.readText({ bucket: out.bucket, key })) ?? "";
  });
  return [merged.trimEnd(), ...later].filter((text) => text !== "").join("\n");
}

/** Adds a record. */
export async function addS3Record(storage: Storage, out: S3Location, record: ManifestRecord): Promise<void> {
  const name = createHash("sha256").update(record.id).digest("hex");
  await storage.writeText(below(out, `${RECORDS}/${name}.json`), JSON.stringify(record));
}

/** Writes the whole manifest and removes the records that it now holds. */
export async function mergeS3Manifest(storage: Storage, out: S3Location, text: string): Promise<void> {
  await storage.writeText(below(out, MANIFEST), text);
  const keys: string[] = [];
  for await (const { key } of storage.list(below(out, RECORDS))) keys.push(key);
  await storage.remove(out.bucket, keys);
}
