/**
 * `npm run bench:queue [-- --images 12 --rounds 3]`: what the queue costs. Needs Redis (Debian: apt-get install
 * redis-server).
 *
 *     the queue alone   a job that takes no time, from `batch --queue` through Redis to a worker and back
 *     a job             an estimate of the sample in a worker process, without the queue
 *     all together      the same estimates by the pool of this machine and by `kernelgan worker` over the queue, in
 *                       turns; the fastest round of each
 *
 * The target: the queue alone takes under 2% of a job. On a machine that does nothing else, whole runs agree.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startWorker } from "@kernelgan/queue";
import { REDIS, startRedis } from "@kernelgan/testing/redis";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { localFiles } from "../../packages/cli/dist/batch/file-lookup.js";
import { type BatchJob, parseJob } from "../../packages/cli/dist/batch/job.js";
import type { JobResult } from "../../packages/cli/dist/batch/job-result.js";
import type { JobRunner } from "../../packages/cli/dist/batch/job-runner.js";
import { openPool } from "../../packages/cli/dist/batch/local/pool.js";
import { runLocal } from "../../packages/cli/dist/batch/local/run-local.js";
import { describeFailure } from "../../packages/cli/dist/batch/queue/job-failure.js";
import { runQueued } from "../../packages/cli/dist/batch/queue/run-queued.js";
import { runSharedJob } from "../../packages/cli/dist/batch/queue/run-shared-job.js";
import { parseSharedJob, QUEUE_NAME } from "../../packages/cli/dist/batch/queue/shared-job.js";
import { openRoots } from "../../packages/cli/dist/batch/queue/shared-paths.js";
import { printTable } from "./table.js";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/photo.png", import.meta.url));
const BIN = fileURLToPath(new URL("../../packages/cli/bin/kernelgan.js", import.meta.url));
const TARGET = 0.02;
/** Jobs that take no time. */
const EMPTY_JOBS = 300;
/** Jobs at a time. */
const COUNT = 2;

const { values } = scriptArguments({
  options: { images: { type: "string", default: "12" }, rounds: { type: "string", default: "3" } },
});
const images = Number(values.images);
const rounds = Number(values.rounds);
if (!REDIS.path) throw new Error(`bench:queue needs Redis; ${REDIS.hint}`);

const root = mkdtempSync(join(tmpdir(), "kernelgan-queue-"));
const redis = await startRedis();
const signal = new AbortController().signal;
mkdirSync(join(root, "images"));
for (let i = 0; i < images; i++) copyFileSync(SAMPLE, join(root, "images", `${i}.png`));

/** Jobs with new names: the queue does not repeat one that it has done. */
function jobsOf(name: string, count: number): BatchJob[] {
  return Array.from({ length: count }, (_, i) =>
    parseJob({
      id: `${name}-${i}`,
      task: "estimate",
      image: join(root, "images", `${i % images}.png`),
      stem: `${name}-${i}`,
      options: { scale: 2, formats: ["mat", "npy", "json", "png"] },
    }),
  );
}

/** Seconds that the jobs take. */
async function timed(run: JobRunner, jobs: readonly BatchJob[]): Promise<number> {
  const started = performance.now();
  await run(jobs, {
    out: join(root, "out"),
    signal,
    onEnd: async ({ id }, outcome) => {
      if ("error" in outcome) throw new Error(`${id}: ${outcome.error.message}`);
    },
  });
  return (performance.now() - started) / 1000;
}

function overQueue(): JobRunner {
  const lookups = { images: localFiles(), outputs: localFiles(join(root, "out")) };
  return runQueued({ url: redis.url, root, retryFailed: false, say: () => {}, ...lookups });
}

async function queueAlone(): Promise<number> {
  const roots = await openRoots([root]);
  const nothing = { bytes: 0, sha256: "" };
  const result: JobResult = { input: nothing, outputs: [], warnings: [], seconds: { all: 0 } };
  const pool = { run: async () => result };
  const storage = (): never => {
    throw new Error("no storage here");
  };
  const environment = { roots, pool, storage, limits: { maxBytes: 1e9 } };
  const worker = await startWorker({
    url: redis.url,
    name: QUEUE_NAME,
    concurrency: 1,
    parse: parseSharedJob,
    process: (job, stop) => runSharedJob(job, environment, { signal: stop }),
    describe: describeFailure,
  });
  await timed(overQueue(), jobsOf("warm", 20));
  const seconds = await timed(overQueue(), jobsOf("empty", EMPTY_JOBS));
  await worker.stop(0);
  return seconds / EMPTY_JOBS;
}

async function startWorkerProcess(): Promise<() => Promise<void>> {
  const args = [BIN, "worker", "--queue", redis.url, "--jobs", `${COUNT}`, "--root", root];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface(child.stderr);
  await once(lines, "line");
  return async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

const alone = await queueAlone();
const pool = openPool({ jobs: COUNT });
const local = runLocal(pool, COUNT);
const stopWorker = await startWorkerProcess();
try {
  // The first round warms up: processes start, and their code is compiled.
  const locals: number[] = [];
  const queues: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    locals.push(await timed(local, jobsOf(`local-${round}`, images)));
    queues.push(await timed(overQueue(), jobsOf(`queue-${round}`, images)));
  }
  const [fastest, queued] = [Math.min(...locals.slice(1)), Math.min(...queues.slice(1))];
  const one = (await timed(runLocal(pool, 1), jobsOf("one", images))) / images;
  printTable(
    ["", "", "of a job"],
    [
      ["a job", `${(1000 * one).toFixed(0)} ms`, ""],
      ["the queue alone", `${(1000 * alone).toFixed(1)} ms`, percent(alone / one)],
      [`${images} jobs, pool`, `${fastest.toFixed(2)} s`, ""],
      [`${images} jobs, queue`, `${queued.toFixed(2)} s`, `${percent(queued / fastest - 1)} more`],
    ],
  );
  console.log(`\nunder ${percent(TARGET)} of a job: ${alone / one < TARGET ? "yes" : "NO"}`);
  process.exitCode = alone / one < TARGET ? 0 : 1;
} finally {
  await stopWorker();
  await pool.close();
  await redis.close();
  rmSync(root, { recursive: true, force: true });
}
