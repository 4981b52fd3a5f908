import { expect, test } from "vitest";
import { bicubicKernel } from "../../../../src/kernel/index.js";
import { WORKER_SCRIPT } from "../../../../src/restore/fast/simd/generated/worker.js";
import { layOut } from "../../../../src/restore/fast/simd/picture.js";
import { PictureWorker, pieces, type Step } from "../../../../src/restore/fast/simd/steps.js";
import { DONE, NEXT, STOPPED } from "../../../../src/restore/fast/simd/take-pieces.js";
import { simdModule } from "../../../../src/simd/module.js";
import { Simd } from "../../../../src/simd/simd.js";
import { startPool } from "../../../../src/workers/pool.js";
import { scene } from "../../../helpers/scene.js";

const STEPS: readonly Step[] = [{ name: "bicubic" }, { name: "residual" }, { name: "correct", lambda: 0.1 }];

/** A picture in shared memory. */
function picture() {
  const image = scene(90, 150);
  const result = layOut(
    image,
    bicubicKernel(2),
    2,
    { overlap: 20, tileSize: 40 },
    (bytes) => new SharedArrayBuffer(bytes),
  );
  result.low.set(image.data);
  return result;
}

test("a worker does the pieces of a step as the caller would, until it is stopped", async () => {
  const module = await simdModule();
  if (!module) throw new Error("no WebAssembly");
  const [theirs, own] = [picture(), picture()];
  const counter = new Int32Array(new SharedArrayBuffer(12));
  const pool = startPool(WORKER_SCRIPT, 1);
  try {
    await pool.exec("open", [module, theirs]);
    const worker = new PictureWorker(new Simd(module), own);
    for (const step of STEPS) {
      counter.fill(0);
      await pool.exec("work", [step, counter]);
      const count = pieces(own, step);
      expect(count).toBeGreaterThan(1);
      expect(counter[DONE]).toBe(count);
      for (let i = 0; i < count; i++) worker.run(step, i);
      expect(theirs.large).toEqual(own.large);
    }
    counter.fill(0);
    counter[STOPPED] = 1;
    await pool.exec("work", [STEPS[0], counter]);
    expect([counter[NEXT], counter[DONE]]).toEqual([0, 0]);
  } finally {
    await pool.terminate(true);
  }
});
