/**
 * `estimate`, then `upscale --kernel` of its file: the same picture as `upscale` alone, as files carry what is known of
 * kernels.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readKernel } from "../../src/kernel-files/formats.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const here = runHere(folder);
const at = (...names: string[]): string => join(folder, ...names);

/** The record of an upscale. */
async function upscaled(out: string, ...args: string[]) {
  const { code, stdout, stderr } = await here("upscale", ...args, "--out", out, "--json");
  expect(code, stderr).toBe(0);
  return { ...JSON.parse(stdout)[0], bytes: readFileSync(at(out)), stderr };
}

beforeAll(async () => {
  const boats = sharp(nagasakiBoats).extract({ left: 300, top: 300, width: 240, height: 200 });
  await boats.clone().png().toFile(at("original.png"));
  // Lets the spectrum see a plain blur, and no blur at all.
  await boats.clone().blur(2.4).resize(120, 100, { kernel: "nearest" }).png().toFile(at("soft.png"));
  await boats.clone().resize(120, 100, { kernel: "cubic" }).png().toFile(at("shrunk.png"));
  for (const name of ["soft", "shrunk"]) {
    const { code, stderr } = await here("estimate", `${name}.png`);
    expect(code, stderr).toBe(0);
  }
}, TRAINING_MS);

describe("estimate, then upscale --kernel", { timeout: TRAINING_MS }, () => {
  it("makes the same picture as upscale, bit for bit", async () => {
    const direct = await upscaled("direct.png", "soft.png");
    expect(direct).toMatchObject({ fellBack: false, confidence: expect.any(Number) });
    for (const format of ["mat", "json", "png"]) {
      const again = await upscaled(
        `${format}.png`,
        "soft.png",
        "--kernel",
        `kernels/soft_kernel_x2.${format}`,
      );
      expect(again.bytes.equals(direct.bytes), format).toBe(true);
      const { noise, confidence, fellBack } = direct;
      expect(again).toMatchObject({ noise, confidence, fellBack, warnings: [] });
      expect(again.stderr).toContain(`soft_kernel_x2.${format} (confidence ${confidence.toFixed(2)})`);
    }
    // The numbers alone: the user can say the rest.
    const npy = ["soft.png", "--kernel", "kernels/soft_kernel_x2.npy"];
    expect(await upscaled("unknown.png", ...npy)).not.toHaveProperty("confidence");
    const said = await upscaled("npy.png", ...npy, "--confidence", String(direct.confidence));
    expect(said.bytes.equals(direct.bytes)).toBe(true);
  });

  it("makes the same picture of a kernel that is not an estimate but the safe one, and says so", async () => {
    const direct = await upscaled("usual.png", "shrunk.png");
    expect(direct).toMatchObject({ fellBack: true });
    const again = await upscaled("again.png", "shrunk.png", "--kernel", "kernels/shrunk_kernel_x2.mat");
    expect(again.bytes.equals(direct.bytes)).toBe(true);
    expect(again.fellBack).toBe(true);
    expect(again.stderr).toContain("that could not be trusted");
  });

  it("holds for batches, whose records have the confidence", async () => {
    mkdirSync(at("lr"));
    writeFileSync(at("lr", "soft.png"), readFileSync(at("soft.png")));
    for (const args of [
      ["--out", "estimates", "--formats", "mat"],
      ["--out", "sr", "--task", "upscale", "--kernel", "estimates"],
      ["--out", "sr-direct", "--task", "upscale"],
    ]) {
      const { code, stderr } = await here("batch", "lr", ...args, "--jobs", "1");
      expect(code, stderr).toBe(0);
    }
    expect(readFileSync(at("sr", "soft_x2.png"))).toEqual(readFileSync(at("sr-direct", "soft_x2.png")));
    const recordIn = (batch: string) => JSON.parse(readFileSync(at(batch, "manifest.jsonl"), "utf8").trim());
    const record = recordIn("sr");
    const found = recordIn("sr-direct").blur;
    expect(found).toEqual({ kind: "soft", width: expect.any(Number) });
    expect(recordIn("estimates").blur).toEqual({ kind: "soft", width: expect.closeTo(found.width, 9) });
    // Of a kernel that is given nothing was found.
    expect(record).not.toHaveProperty("blur");
    expect(record.confidence).toBe((await readKernel(at("estimates", "soft_kernel_x2.mat"))).confidence);
  });
});

describe("degrade", { timeout: PROCESS_MS }, () => {
  it("writes kernels that are known to be right", async () => {
    const { code, stderr } = await here("degrade", "original.png", "--random", "--out", "low.png");
    expect(code, stderr).toBe(0);
    expect((await readKernel(at("low_kernel_x2.mat"))).confidence).toBe(1);
  });
});
