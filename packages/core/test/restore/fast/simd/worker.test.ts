import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pool } from "workerpool";
import { bicubicKernel } from "../../../../src/kernel/index.js";
import { KNOWN_PART_CONSTANTS } from "../../../../src/restore/fast/known-part.js";
import { CopyingHelpers } from "../../../../src/restore/fast/simd/copying-helpers.js";
import { WORKER_SCRIPT } from "../../../../src/restore/fast/simd/generated/worker.js";
import type { Helpers } from "../../../../src/restore/fast/simd/helpers.js";
import { layOut, type Picture } from "../../../../src/restore/fast/simd/picture.js";
import { SharingHelpers } from "../../../../src/restore/fast/simd/sharing-helpers.js";
import { PictureWorker, pieces, type Step } from "../../../../src/restore/fast/simd/steps.js";
import { simdModule } from "../../../../src/simd/module.js";
import { Simd } from "../../../../src/simd/simd.js";
import { startPool } from "../../../../src/workers/pool.js";
import { scene } from "../../../helpers/scene.js";

const STEPS: readonly Step[] = [{ name: "bicubic" }, { name: "residual" }, { name: "correct", lambda: 0.1 }];
const IMAGE = scene(90, 150);
const FACTS = {
  ...IMAGE,
  kernel: bicubicKernel(2),
  scale: 2,
  known: { x: 5, y: 5, width: IMAGE.width - 10, height: IMAGE.height - 10 },
  overlap: 20,
  constants: KNOWN_PART_CONSTANTS,
  isExtrapolated: true,
  tileSize: 40,
};

let worker: Pool;
beforeEach(() => {
  worker = startPool(WORKER_SCRIPT, 1);
});
afterEach(async () => {
  await worker.terminate(true);
});

function picture(allocate: (bytes: number) => ArrayBufferLike): Picture {
  const { data: _, ...facts } = FACTS;
  const result = layOut(facts, allocate);
  result.low.set(IMAGE.data);
  return result;
}

async function compiled(): Promise<WebAssembly.Module> {
  const module = await simdModule();
  if (!module) throw new Error("no WebAssembly");
  return module;
}

const KINDS: Record<string, (module: WebAssembly.Module) => [Picture, Helpers]> = {
  "shared memory": (module) => {
    const theirs = picture((bytes) => new SharedArrayBuffer(bytes));
    return [theirs, new SharingHelpers(module, theirs)];
  },
  copies: (module) => {
    const theirs = picture((bytes) => new ArrayBuffer(bytes));
    const { data: _, ...facts } = FACTS;
    return [theirs, new CopyingHelpers(module, theirs, facts)];
  },
};

test.each(Object.entries(KINDS))("%s: a worker does the pieces as the caller would", async (_, make) => {
  const module = await compiled();
  const [theirs, helpers] = make(module);
  await helpers.add(worker);
  const own = picture((bytes) => new ArrayBuffer(bytes));
  const caller = new PictureWorker(new Simd(module), own);
  for (const step of STEPS) {
    const work = helpers.start(step);
    await work.others();
    const count = pieces(own, step);
    expect(count).toBeGreaterThan(1);
    expect(work.done()).toBe(count);
    expect(work.take()).toBeUndefined();
    for (let i = 0; i < count; i++) caller.run(step, i);
    expect(theirs.large).toEqual(own.large);
  }
});

test("shared memory: a worker that is stopped takes no more", async () => {
  const [, helpers] = KINDS["shared memory"]!(await compiled());
  await helpers.add(worker);
  const work = helpers.start(STEPS[0]!);
  helpers.stop();
  await work.others();
  expect(work.take()).toBeUndefined();
});

test("copies: what a worker could not do is left to the caller", async () => {
  const [theirs, helpers] = KINDS.copies!(await compiled());
  await helpers.add(worker);
  // It has no picture any more.
  await worker.exec("close");
  const work = helpers.start(STEPS[0]!);
  await work.others();
  const left: number[] = [];
  for (let i = work.take(); i !== undefined; i = work.take()) left.push(i);
  expect(left.length).toBe(pieces(theirs, STEPS[0]!));
});
