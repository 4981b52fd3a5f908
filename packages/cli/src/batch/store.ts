/** Where the images of a batch are read and its results go: local/local-store.ts, s3/s3-store.ts. */
import type { FoundImages } from "../tasks/find-images.js";
import type { FileLookup } from "./file-lookup.js";
import type { JobRunner } from "./job-runner.js";
import type { WorkerPool } from "./local/pool.js";
import type { ManifestRecord } from "./manifest.js";

/** Folders of this machine, or S3. */
export interface BatchStore {
  /** Where the results go: a folder, or `s3://bucket/prefix`. */
  readonly out: string;
  /** Folder of this machine for manifest and summary; the same as `out` if that is one. */
  readonly folder: string;
  readonly images: FileLookup;
  /** Paths are relative to the output folder. */
  readonly outputs: FileLookup;
  findImages(inputs: readonly string[]): Promise<FoundImages>;
  /** The same text for whatever leads to the same file; undefined if there is none. */
  identityOf(path: string): string | undefined;
  /** Where an output goes: a path, or an address in S3. */
  outputAt(path: string): string;
  /** Runs jobs in worker processes of this machine, `count` at a time. */
  localRunner(pool: WorkerPool, count: number): JobRunner;
  /** Called when a record has been added to the manifest. */
  recorded(record: ManifestRecord): Promise<void>;
  /**
   * The records with the paths of their images on this machine, whose kernel files lie in `folder` then; with
   * `pictures`, all their outputs do.
   */
  forSummary(records: readonly ManifestRecord[], pictures: boolean): Promise<readonly ManifestRecord[]>;
  /** Called when the work is done and these files of `folder` are written. Returns their final addresses. */
  finish(files: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}
