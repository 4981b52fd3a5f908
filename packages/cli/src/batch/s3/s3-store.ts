/**
 * Images or results in S3. Manifest and summary are made in a temporary folder of this machine and copied to their
 * destination; images and results go straight between S3 and the machine that does the work.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, parse, relative, resolve, sep } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import {
  below,
  isS3,
  openStorage,
  parseS3,
  pathBelow,
  type S3Location,
  type Storage,
  type StoredObject,
  s3Text,
} from "@kernelgan/queue";
import { fileIdentity } from "../../files/look.js";
import { isKernelName, isKernelPicture, withoutExtension } from "../../files/output-names.js";
import { type TemporaryFolder, temporaryFolder } from "../../files/temporary-folder.js";
import { INPUT_EXTENSIONS_TEXT, isInputName } from "../../image-files/formats.js";
import { type FoundImages, findImages, type InputImage } from "../../tasks/find-images.js";
import { type FileLookup, localFiles } from "../file-lookup.js";
import { inParallel } from "../in-parallel.js";
import type { JobRunner } from "../job-runner.js";
import type { WorkerPool } from "../local/pool.js";
import { runLocal } from "../local/run-local.js";
import { MANIFEST, type ManifestRecord } from "../manifest.js";
import { type JobEnvironment, type Limits, runSharedJob, WORK_FOLDER } from "../queue/run-shared-job.js";
import { toSharedJob } from "../queue/shared-job.js";
import type { BatchStore } from "../store.js";
import { s3Files } from "./s3-lookup.js";
import { addS3Record, mergeS3Manifest, readS3Manifest } from "./s3-manifest.js";

/** Requests at a time. */
const PARALLEL_REQUESTS = 8;
/** What this user asks of this machine is not limited, but for S3's own limit. */
const LIMITS: Limits = {
  maxPixels: Number.POSITIVE_INFINITY,
  maxKernelSize: Number.POSITIVE_INFINITY,
  maxBytes: 5 * 2 ** 40,
};

/**
 * Opens the store.
 *
 * @param out a folder or `s3://bucket/prefix`
 * @throws QueueError for addresses that are none; if the storage cannot be used.
 */
export async function openS3Store(out: string): Promise<BatchStore> {
  const location = isS3(out) ? parseS3(out) : undefined;
  const storage = await openStorage();
  if (!location) return new S3Store(storage, resolve(out), undefined);
  const manifest = await readS3Manifest(storage, location);
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, MANIFEST), manifest);
  return new S3Store(storage, folder.path, location, folder);
}

class S3Store implements BatchStore {
  readonly images: FileLookup;
  readonly outputs: FileLookup;
  /** The images that were found, by address. */
  private readonly found = new Map<string, StoredObject>();
  /** Folder for copies of the images; made when it is needed. */
  private copies: TemporaryFolder | undefined;

  constructor(
    private readonly storage: Storage,
    readonly folder: string,
    /** Where the results go, if that is in S3. */
    private readonly location: S3Location | undefined,
    /** The folder, if it is one for copies of what is in S3. */
    private readonly temporary?: TemporaryFolder,
  ) {
    this.images = either(s3Files(storage, undefined, this.found), localFiles());
    this.outputs = location ? s3Files(storage, location) : localFiles(folder);
  }

  get out(): string {
    return this.location ? s3Text(this.location) : this.folder;
  }

  findImages(inputs: readonly string[]): Promise<FoundImages> {
    return findImages(inputs, this.folder, (input) =>
      isS3(input) ? this.imagesBelow(parseS3(input)) : undefined,
    );
  }

  identityOf(path: string): string | undefined {
    return isS3(path) ? s3Text(parseS3(path)) : fileIdentity(path);
  }

  outputAt(path: string): string {
    return this.location ? s3Text(below(this.location, path)) : join(this.folder, path);
  }

  /** Brings images to the pool and results to S3. */
  localRunner(pool: WorkerPool, count: number): JobRunner {
    const root = parse(resolve(".")).root;
    const environment: JobEnvironment = {
      // Users may read and write whatever they name.
      roots: { folder: root, buckets: "any" },
      pool,
      storage: async () => this.storage,
      limits: LIMITS,
    };
    const run: WorkerPool["run"] = async (job, out, control) =>
      runSharedJob(toSharedJob(job, out, root), environment, control);
    return runLocal({ run }, count);
  }

  async recorded(record: ManifestRecord): Promise<void> {
    if (!this.location) return;
    try {
      await addS3Record(this.storage, this.location, record);
    } catch {
      // The whole manifest will have it at the end. If it does not come to that, the image is done again.
    }
  }

  async forSummary(
    records: readonly ManifestRecord[],
    pictures: boolean,
  ): Promise<readonly ManifestRecord[]> {
    this.copies ??= temporaryFolder();
    const local = [...records];
    await inParallel(records, PARALLEL_REQUESTS, async (record, i) => {
      if (record.status !== "done") return;
      if (isS3(record.image)) {
        const image = join(this.copies?.path ?? "", `${i}`, basename(record.image));
        await this.copy(parseS3(record.image), image);
        local[i] = { ...record, image };
      }
      if (!this.location) return;
      for (const { path } of record.outputs) {
        if (pictures || isKernelName(path))
          await this.copy(below(this.location, path), join(this.folder, path));
      }
    });
    return local;
  }

  async finish(files: readonly string[]): Promise<string[]> {
    const { location } = this;
    if (!location) return [...files];
    const addresses: string[] = [];
    for (const file of files) {
      const target = below(location, relative(this.folder, file).split(sep).join("/"));
      await this.storage.upload(file, target);
      addresses.push(s3Text(target));
    }
    await mergeS3Manifest(this.storage, location, readFileSync(join(this.folder, MANIFEST), "utf8"));
    return addresses;
  }

  async close(): Promise<void> {
    this.storage.close();
    // Workers of a queue may still be there.
    if (!this.temporary) await rmdir(join(this.folder, WORK_FOLDER)).catch(() => {});
    this.temporary?.remove();
    this.copies?.remove();
  }

  /** As `findImages` does for folders: without hidden ones, pictures of kernels, and the results. */
  private async imagesBelow(folder: S3Location): Promise<InputImage[]> {
    const images: InputImage[] = [];
    for await (const object of this.storage.list(folder)) {
      const at = { bucket: folder.bucket, key: object.key };
      const name = pathBelow(folder, at) ?? basename(object.key);
      const isResult = this.location && pathBelow(this.location, at) !== undefined;
      const isHidden = name.split("/").some((part) => part.startsWith("."));
      if (!isInputName(name) || isKernelPicture(name) || isHidden || isResult) continue;
      this.found.set(s3Text(at), object);
      images.push({ path: s3Text(at), stem: withoutExtension(name) });
    }
    if (images.length > 0) return images;
    throw new KernelGanError(
      "invalid-input",
      `no images below ${s3Text(folder)}; images are ${INPUT_EXTENSIONS_TEXT}`,
    );
  }

  private async copy(from: S3Location, file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await rm(file, { force: true });
    await this.storage.download(from, file, { maxBytes: LIMITS.maxBytes });
  }
}

/** Addresses go to one, paths to the other. */
function either(remote: FileLookup, local: FileLookup): FileLookup {
  const lookup = (path: string): FileLookup => (isS3(path) ? remote : local);
  return {
    bytes: (path) => lookup(path).bytes(path),
    state: (path) => lookup(path).state(path),
    holds: (path, state) => lookup(path).holds(path, state),
  };
}
