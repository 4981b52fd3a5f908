import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { openStorage, parseS3, type Storage } from "@kernelgan/queue";
import { type S3Server, startS3 } from "@kernelgan/testing/s3";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { contentState } from "../../../src/batch/file-lookup.js";
import type { BatchJob } from "../../../src/batch/job.js";
import { JobError } from "../../../src/batch/job-error.js";
import type { JobResult } from "../../../src/batch/job-result.js";
import { describeFailure } from "../../../src/batch/queue/job-failure.js";
import { type JobEnvironment, runSharedJob } from "../../../src/batch/queue/run-shared-job.js";
import type { SharedJob } from "../../../src/batch/queue/shared-job.js";
import { openRoots } from "../../../src/batch/queue/shared-paths.js";
import { type FileError, fileError } from "../../../src/errors/file-error.js";
import { filesBelow } from "../../helpers/folders.js";
import { PROCESS_MS } from "../../helpers/limits.js";

const folder = realpathSync(temporaryFolder());
const root = join(folder, "root");

/** A pool whose jobs copy their image, and the jobs it was given. */
function copyingPool(): { jobs: BatchJob[]; run: JobEnvironment["pool"]["run"] } {
  const jobs: BatchJob[] = [];
  return {
    jobs,
    async run(job, out): Promise<JobResult> {
      jobs.push(job);
      const content = readFileSync(job.image);
      const path = `${job.stem}_kernel_x2.mat`;
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), content);
      const state = contentState(content);
      return { input: state, outputs: [{ path, ...state }], warnings: [], seconds: { all: 1 } };
    },
  };
}

function sharedJob(changes: Partial<SharedJob> = {}): SharedJob {
  return {
    version: 2,
    id: "sub/a",
    task: "estimate",
    stem: "sub/a",
    image: "photos/a.png",
    out: "results",
    options: { scale: 2, formats: ["mat"] },
    ...changes,
  };
}

let server: S3Server;
let storage: Storage;
let pool: ReturnType<typeof copyingPool>;
let environment: JobEnvironment;

beforeAll(async () => {
  mkdirSync(join(root, "photos"), { recursive: true });
  mkdirSync(join(folder, "elsewhere"));
  writeFileSync(join(root, "photos", "a.png"), "content of a");
  symlinkSync(join(folder, "elsewhere"), join(root, "linked"));
  mkdirSync(join(root, "trap"));
  symlinkSync(join(folder, "elsewhere"), join(root, "trap", ".working"));
  server = await startS3(["photos", "results"]);
  mkdirSync(join(folder, "temporary"));
  vi.stubEnv("TMPDIR", join(folder, "temporary"));
  for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
  storage = await openStorage();
  await storage.writeText(parseS3("s3://photos/in/b.png"), "content of b");
}, PROCESS_MS);
afterAll(async () => {
  storage.close();
  await server.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  pool = copyingPool();
  environment = {
    roots: await openRoots([root, "s3://photos/in", "s3://results"]),
    pool,
    storage: async () => storage,
    limits: { maxBytes: 1000 },
  };
});

describe("runSharedJob", { timeout: PROCESS_MS }, () => {
  it("writes below the root's output folder, and leaves nothing else", async () => {
    const result = await runSharedJob(sharedJob(), environment);
    expect(result.outputs.map(({ path }) => path)).toEqual(["sub/a_kernel_x2.mat"]);
    expect(filesBelow(join(root, "results"))).toEqual(["sub/a_kernel_x2.mat"]);
    expect(readdirSync(join(root, "results", ".working"))).toEqual([]);
    expect(readFileSync(join(root, "results/sub/a_kernel_x2.mat"), "utf8")).toBe("content of a");
    expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  });

  it("passes on how many threads the pool is to use", async () => {
    const controls: unknown[] = [];
    environment.pool = {
      run: (job, out, control) => {
        controls.push(control);
        return pool.run(job, out);
      },
    };
    await runSharedJob(sharedJob(), environment, { threads: 3 });
    expect(controls).toEqual([{ threads: 3 }]);
  });

  it("does it again with the same result", async () => {
    const first = await runSharedJob(sharedJob(), environment);
    expect(await runSharedJob(sharedJob(), environment)).toEqual(first);
  });

  it("takes images from S3 and brings results there, with the tags by which they are known again", async () => {
    const result = await runSharedJob(
      sharedJob({ image: "s3://photos/in/b.png", out: "s3://results/run" }),
      environment,
    );
    expect(await storage.readText(parseS3("s3://results/run/sub/a_kernel_x2.mat"))).toBe("content of b");
    const found = await storage.find(parseS3("s3://results/run/sub/a_kernel_x2.mat"));
    expect(result.outputs[0]).toMatchObject({ bytes: found?.bytes, etag: found?.etag });
    expect(result.input.etag).toBe((await storage.find(parseS3("s3://photos/in/b.png")))?.etag);
    // Names go into some of the results.
    expect(pool.jobs[0]!.image.endsWith("/b.png")).toBe(true);
  });

  it.each([
    [{ image: "../elsewhere/a.png" }],
    [{ image: "linked/a.png" }],
    [{ out: "linked" }],
    [{ out: ".", stem: "linked/a" }],
    [{ out: "linked", stem: "deep/er/a" }],
    [{ out: "trap" }],
    [{ image: "s3://photos/private/b.png" }],
    [{ image: "s3://other/in/b.png" }],
    [{ out: "s3://photos" }],
  ])("refuses %j before it does anything", async (changes) => {
    await expect(runSharedJob(sharedJob(changes), environment)).rejects.toMatchObject({
      code: "refused",
    });
    expect(pool.jobs).toEqual([]);
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
  });

  it("refuses files that are too large, those in S3 before the download", async () => {
    writeFileSync(join(root, "photos", "large.png"), "x".repeat(1001));
    await storage.writeText(parseS3("s3://photos/in/large.png"), "x".repeat(1001));
    for (const image of ["photos/large.png", "s3://photos/in/large.png"]) {
      await expect(runSharedJob(sharedJob({ image }), environment)).rejects.toMatchObject({
        code: "file-too-large",
        message: expect.stringMatching(
          /^(s3:\/\/photos\/in|photos)\/large\.png: .*1001 bytes, over the 1000 allowed; allow more with the worker's --max-bytes/,
        ),
      });
    }
    expect(pool.jobs).toEqual([]);
  });

  it("opens no pipe", async () => {
    execFileSync("mkfifo", [join(root, "photos", "pipe.png")]);
    await expect(runSharedJob(sharedJob({ image: "photos/pipe.png" }), environment)).rejects.toMatchObject({
      code: "invalid-input",
      message: "photos/pipe.png: this is a pipe, not a file; check the path",
    });
    expect(pool.jobs).toEqual([]);
  });

  it("does not replace its own image", async () => {
    writeFileSync(join(root, "photos", "k_x2.png"), "content of k");
    const job = sharedJob({
      task: "upscale",
      stem: "k",
      image: "photos/k_x2.png",
      out: "photos",
      options: {},
    });
    await expect(runSharedJob(job, environment)).rejects.toMatchObject({
      code: "output",
      message: expect.stringContaining("would replace the file"),
    });
    expect(pool.jobs).toEqual([]);
  });

  it("takes a local file that is not there for a fault of this environment: another may have it", async () => {
    const error = await runSharedJob(sharedJob({ image: "photos/gone.png" }), environment).catch((e) => e);
    expect(error.message).toMatch(/^photos\/gone\.png: there is no such file on .*--root/);
    expect(describeFailure(error)).toMatchObject({ code: "unreachable", passing: true });
    expect(pool.jobs).toEqual([]);
  });

  it.each([
    [undefined, undefined, 100e6],
    [undefined, 5000, 5000],
    [undefined, 1e12, 100e6],
    [4000, undefined, 4000],
    [4000, 5000, 4000],
    [4000, 3000, 3000],
    [400e6, undefined, 100e6],
    [400e6, 200e6, 200e6],
  ])("with at most %s pixels, a job that asks for %s gets %s", async (most, asked, got) => {
    environment.limits = { maxBytes: 1000, maxPixels: most };
    const options = { ...sharedJob().options, ...(asked !== undefined && { maxPixels: asked }) };
    await runSharedJob(sharedJob({ options }), environment);
    expect(pool.jobs[0]!.options.maxPixels).toBe(got);
  });

  it("names the files as the job does, not as this machine does", async () => {
    let of: (image: string, out: string) => FileError;
    environment.pool = {
      run: async (job, out) => {
        const error = of(job.image, out);
        throw new JobError(error.code, error.message, error);
      },
    };
    const far = sharedJob({ image: "s3://photos/in/b.png", out: "s3://results/run" });
    of = (image) => fileError("image-flat", image, ": has no texture");
    await expect(runSharedJob(sharedJob(), environment)).rejects.toThrow(/^photos\/a\.png: has no texture$/);
    await expect(runSharedJob(far, environment)).rejects.toThrow(
      /^s3:\/\/photos\/in\/b\.png: has no texture$/,
    );
    of = (_, out) =>
      fileError("output", join(out, "a.mat"), ": the disk is full", { before: "cannot write " });
    await expect(runSharedJob(sharedJob(), environment)).rejects.toThrow(/^cannot write results\/a\.mat: /);
    await expect(runSharedJob(far, environment)).rejects.toThrow(
      /^cannot write s3:\/\/results\/run\/a\.mat: /,
    );
  });

  it("delivers nothing after the signal", async () => {
    const stop = new AbortController();
    environment.pool = {
      run: (job, out) => {
        stop.abort();
        return pool.run(job, out);
      },
    };
    const stopped = runSharedJob(sharedJob({ out: "stopped" }), environment, { signal: stop.signal });
    await expect(stopped).rejects.toBeInstanceOf(KernelGanError);
    expect(filesBelow(join(root, "stopped"))).toEqual([]);
  });
});
