/** Where the images of a batch are and its results go. */
import { findImages, type InputImage } from "./inputs.js";
import { type FileLookup, localFiles } from "./lookup.js";
import type { ManifestRecord } from "./manifest.js";
import type { WorkerPool } from "./pool.js";
import type { RunJobs } from "./run-jobs.js";
import { runLocal } from "./run-local.js";

/** Folders of this machine, or places in S3 (machines/s3-site.ts). */
export interface BatchSite {
  /** Where the results go: a folder, or `s3://bucket/prefix`. */
  readonly out: string;
  /** Folder of this machine for manifest and summary; the same as `out` if that is one. */
  readonly folder: string;
  readonly images: FileLookup;
  /** Paths are relative to the output folder. */
  readonly outputs: FileLookup;
  findImages(inputs: readonly string[]): Promise<InputImage[]>;
  /** Runs jobs in worker processes of this machine, `count` at a time. */
  runLocal(pool: WorkerPool, count: number): RunJobs;
  /** A record has been added to the manifest. */
  recorded(record: ManifestRecord): Promise<void>;
  /**
   * The records with the paths of their images on this machine, whose kernel files lie in `folder` then; with `pictures`,
   * all their outputs do.
   */
  forSummary(records: readonly ManifestRecord[], pictures: boolean): Promise<readonly ManifestRecord[]>;
  /** The work is done, and these files of `folder` are written. Returns where they are to be found. */
  finish(files: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Images and results on this machine. */
export function localSite(out: string): BatchSite {
  return {
    out,
    folder: out,
    images: localFiles(),
    outputs: localFiles(out),
    findImages: (inputs) => findImages(inputs, out),
    runLocal,
    recorded: async () => {},
    forSummary: async (records) => records,
    finish: async (files) => [...files],
    close: async () => {},
  };
}
