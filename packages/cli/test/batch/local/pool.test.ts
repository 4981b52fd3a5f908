import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterAll, describe, expect, it } from "vitest";
import type { BatchJob } from "../../../src/batch/job.js";
import { openPool, removeUnfinished, UNFINISHED } from "../../../src/batch/local/pool.js";
import { nameOf, ownName } from "../../../src/files/process.js";
import { contents, filesBelow } from "../../helpers/folders.js";
import { PROCESS_MS } from "../../helpers/limits.js";
import { isAlive } from "../../helpers/processes.js";

const folder = temporaryFolder();
const script = fileURLToPath(new URL("./test-worker.mjs", import.meta.url));
const pool = openPool({ jobs: 1, script });
afterAll(() => pool.close());

/** The test's worker does what the stem says. */
const job = (stem: string): BatchJob => ({
  id: stem,
  image: "/photo.png",
  stem,
  task: "estimate",
  options: { scale: 2, formats: ["mat"] },
});
const pidOf = async (workers: typeof pool): Promise<number> =>
  (await workers.run(job("pid"), join(folder, "pid"))).seconds.pid!;
const pid = (): Promise<number> => pidOf(pool);

describe("a pool", { timeout: PROCESS_MS }, () => {
  it("puts the outputs into their places, whatever is there, and leaves nothing else", async () => {
    const out = join(folder, "good");
    await pool.run(job("sub/a"), out);
    const result = await pool.run(job("sub/a"), out);
    expect(result.outputs.map(({ path }) => path)).toEqual(["sub/a.txt", "sub/a.bin"]);
    expect(Object.keys(contents(out))).toEqual(["sub/a.bin", "sub/a.txt"]);
    expect(readFileSync(join(out, "sub/a.txt"), "utf8")).toBe("sub/a");
    removeUnfinished(out);
    expect(readdirSync(out)).toEqual(["sub"]);
  });

  it("leaves alone what others have not finished, and removes what the dead have left", () => {
    const out = join(folder, "others");
    const dead = spawnSync(process.execPath, ["-p", "1"]).pid;
    const names = [
      nameOf(dead),
      ownName(),
      nameOf(process.ppid),
      nameOf(dead).replace(hostname(), "else-where"),
    ];
    for (const name of names) {
      mkdirSync(join(out, UNFINISHED, name), { recursive: true });
      writeFileSync(join(out, UNFINISHED, name, "a.txt"), "");
    }
    removeUnfinished(out);
    expect(readdirSync(join(out, UNFINISHED)).sort()).toEqual([names[2], names[3]].sort());
    utimesSync(join(out, UNFINISHED, names[3]!), 0, 0);
    removeUnfinished(out);
    expect(readdirSync(join(out, UNFINISHED))).toEqual([names[2]]);
  });

  it("keeps its workers", async () => {
    expect(await pid()).toBe(await pid());
  });

  it("passes a job's error on, with the place where a file was to go", async () => {
    const out = join(folder, "bad");
    await expect(pool.run(job("fail"), out)).rejects.toMatchObject({
      name: "JobError",
      code: "output",
      message: `cannot write ${join(out, "fail.txt")}: the disk is full`,
    });
    expect(filesBelow(out)).toEqual([]);
  });

  it.each([
    ["kill", "worker-crashed", /ended by SIGKILL; if memory ran out, try fewer "jobs"/],
    ["exit", "worker-crashed", /ended with exit code 3/],
    ["heap", "out-of-memory", /memory ran out; try fewer "jobs"/],
  ])("gives the next job a new worker after a crash: %s", async (stem, code, message) => {
    const before = await pid();
    await expect(pool.run(job(stem), folder)).rejects.toMatchObject({
      name: "JobError",
      code,
      message: expect.stringMatching(message),
    });
    expect(await pid()).not.toBe(before);
  });

  it("ends a worker whose job is cancelled, even if it does not listen", async () => {
    const before = await pid();
    const out = join(folder, "cancelled");
    const controller = new AbortController();
    const running = pool.run(job("hang"), out, { signal: controller.signal });
    await expect
      .poll(() => filesBelow(folder).some((path) => path.endsWith("hang.txt")), { timeout: PROCESS_MS })
      .toBe(true);
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: "AbortError", code: "aborted" });
    expect(filesBelow(out)).toEqual([]);
    await expect.poll(() => isAlive(before), { timeout: PROCESS_MS }).toBe(false);
    expect(await pid()).not.toBe(before);
  });

  it("closes though a worker died while it had nothing to do", async () => {
    const own = openPool({ jobs: 1, script });
    const worker = await pidOf(own);
    process.kill(worker, "SIGKILL");
    await expect.poll(() => isAlive(worker), { timeout: PROCESS_MS }).toBe(false);
    await own.close();
  });

  it.skipIf(process.platform === "win32")(
    "keeps signals for its process's group from its workers",
    async () => {
      const worker = await pid();
      // A group of its own has the number of its first process; there is no such group otherwise.
      expect(() => process.kill(-worker, 0)).not.toThrow();
    },
  );

  it("begins no job after the signal", async () => {
    await expect(pool.run(job("a"), folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "aborted",
    });
  });

  it("says what is in the way of an output, and cleans up", async () => {
    const out = join(folder, "blocked");
    mkdirSync(join(out, "a.txt", "folder"), { recursive: true });
    await expect(pool.run(job("a"), out)).rejects.toMatchObject({
      code: "output",
      message: expect.stringContaining(`cannot write ${join(out, "a.txt")}: `),
    });
    expect(readdirSync(join(out, UNFINISHED))).toEqual([]);
  });
});
