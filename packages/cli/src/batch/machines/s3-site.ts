/**
 * Images or results in S3. Manifest and summary are made in a temporary folder of this machine and copied to their place;
 * images and results go straight between S3 and whoever does the work.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, parse, relative, resolve, sep } from "node:path";
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
import { isImageName } from "../../image-files/formats.js";
import { inParallel } from "../in-parallel.js";
import { findImages, type InputImage, KERNEL_PICTURE } from "../inputs.js";
import { type FileLookup, localFiles } from "../lookup.js";
import { MANIFEST, type ManifestRecord } from "../manifest.js";
import type { WorkerPool } from "../pool.js";
import type { RunJobs } from "../run-jobs.js";
import { runLocal } from "../run-local.js";
import type { BatchSite } from "../site.js";
import { asJob, inOurWords } from "./failure.js";
import { toPayload } from "./payload.js";
import { type Limits, type Machine, perform, WORKING } from "./perform.js";
import { s3Files } from "./s3-lookup.js";
import { addS3Record, mergeS3Manifest, readS3Manifest } from "./s3-manifest.js";

/** Requests at a time. */
const AT_ONCE = 8;
const KERNEL_FILE = /_kernel_x\d+\.\w+$/;
/** What this user asks of this machine is not limited, but for S3's own limit. */
const LIMITS: Limits = { maxPixels: Number.POSITIVE_INFINITY, maxBytes: 5 * 2 ** 40 };

/**
 * Opens the site.
 *
 * @param out a folder or `s3://bucket/prefix`
 * @throws KernelGanError `invalid-argument` for addresses that are none; if the storage cannot be used.
 */
export function openS3Site(out: string): Promise<BatchSite> {
  return inOurWords(async () => {
    const place = isS3(out) ? parseS3(out) : undefined;
    const storage = await openStorage();
    if (!place) return new S3Site(storage, resolve(out), undefined);
    const manifest = await readS3Manifest(storage, place);
    const folder = await mkdtemp(join(tmpdir(), "kernelgan-batch-"));
    writeFileSync(join(folder, MANIFEST), manifest);
    return new S3Site(storage, folder, place);
  });
}

class S3Site implements BatchSite {
  readonly images: FileLookup;
  readonly outputs: FileLookup;
  /** The images that were found, by address. */
  private readonly found = new Map<string, StoredObject>();
  /** For copies of the images; made when it is needed. */
  private copies: string | undefined;

  constructor(
    private readonly storage: Storage,
    readonly folder: string,
    private readonly place: S3Location | undefined,
  ) {
    this.images = either(s3Files(storage, undefined, this.found), localFiles());
    this.outputs = place ? s3Files(storage, place) : localFiles(folder);
  }

  get out(): string {
    return this.place ? s3Text(this.place) : this.folder;
  }

  findImages(inputs: readonly string[]): Promise<InputImage[]> {
    return inOurWords(() =>
      findImages(inputs, this.folder, (input) =>
        isS3(input) ? this.imagesBelow(parseS3(input)) : undefined,
      ),
    );
  }

  /** Images on their way between S3 and the pool. */
  runLocal(pool: WorkerPool, count: number): RunJobs {
    const root = parse(resolve(".")).root;
    const machine: Machine = {
      // This user may read and write whatever this user names.
      roots: { folder: root, buckets: "any" },
      pool,
      storage: async () => this.storage,
      limits: LIMITS,
    };
    const run: WorkerPool["run"] = (job, out, { signal = new AbortController().signal } = {}) =>
      asJob(() => perform(toPayload(job, out, root), machine, signal));
    return runLocal({ ...pool, run }, count);
  }

  async recorded(record: ManifestRecord): Promise<void> {
    if (!this.place) return;
    try {
      await addS3Record(this.storage, this.place, record);
    } catch {
      // The whole manifest will have it at the end. If it does not come to that, the image is done again.
    }
  }

  forSummary(records: readonly ManifestRecord[], pictures: boolean): Promise<readonly ManifestRecord[]> {
    return inOurWords(async () => {
      this.copies ??= await mkdtemp(join(tmpdir(), "kernelgan-batch-"));
      const local = [...records];
      await inParallel(records, AT_ONCE, async (record, i) => {
        if (record.status !== "done") return;
        if (isS3(record.image)) {
          const image = join(this.copies ?? "", `${i}`, basename(record.image));
          await this.copy(parseS3(record.image), image);
          local[i] = { ...record, image };
        }
        if (!this.place) return;
        for (const { path } of record.outputs) {
          if (pictures || KERNEL_FILE.test(path))
            await this.copy(below(this.place, path), join(this.folder, path));
        }
      });
      return local;
    });
  }

  finish(files: readonly string[]): Promise<string[]> {
    return inOurWords(async () => {
      const { place } = this;
      if (!place) return [...files];
      const places = files.map((file) => below(place, relative(this.folder, file).split(sep).join("/")));
      for (const [i, file] of files.entries()) await this.storage.upload(file, places[i]);
      await mergeS3Manifest(this.storage, place, readFileSync(join(this.folder, MANIFEST), "utf8"));
      return places.map(s3Text);
    });
  }

  async close(): Promise<void> {
    this.storage.close();
    if (this.place) await rm(this.folder, { recursive: true, force: true });
    // Workers of a queue may still be there.
    else await rmdir(join(this.folder, WORKING)).catch(() => {});
    if (this.copies !== undefined) await rm(this.copies, { recursive: true, force: true });
  }

  /** As `findImages` does for folders: without hidden ones, pictures of kernels, and the results. */
  private async imagesBelow(place: S3Location): Promise<InputImage[]> {
    const images: InputImage[] = [];
    for await (const object of this.storage.list(place)) {
      const at = { bucket: place.bucket, key: object.key };
      const name = pathBelow(place, at) ?? basename(object.key);
      const result = this.place && pathBelow(this.place, at) !== undefined;
      const hidden = name.split("/").some((part) => part.startsWith("."));
      if (!isImageName(name) || KERNEL_PICTURE.test(name) || hidden || result) continue;
      this.found.set(s3Text(at), object);
      images.push({ path: s3Text(at), stem: name.slice(0, name.length - extname(name).length) });
    }
    if (images.length > 0) return images;
    throw new KernelGanError(
      "invalid-input",
      `no images below ${s3Text(place)}; images are .png, .jpg, .jpeg, .webp, .tif, .tiff, .avif`,
    );
  }

  private async copy(place: S3Location, file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await rm(file, { force: true });
    await this.storage.download(place, file, { maxBytes: LIMITS.maxBytes });
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
