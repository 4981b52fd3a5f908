import { KernelGanError } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { forEachImage, type Plan } from "../../src/tasks/each-image.js";
import type { CommandIo } from "../../src/terminal/command-io.js";
import { fakeStream } from "../helpers/fake-stream.js";

interface Work {
  image: string;
  size: number;
}

async function run(
  plans: readonly Plan<Work>[],
  work: (work: Work, label: string) => Promise<object>,
  signal = new AbortController().signal,
) {
  const [stdout, stderr] = [fakeStream({}), fakeStream({})];
  const io: CommandIo = { stdout: stdout.stream, stderr: stderr.stream, signal, allowShutdown() {} };
  const code = await forEachImage(plans, work, true, io);
  return { code, records: JSON.parse(stdout.written()), stderr: stderr.written() };
}

describe("forEachImage", () => {
  const flat = new KernelGanError("image-flat", "b.png: no texture");

  it("does the work of each image in order, and prints a record for each", async () => {
    const labels: string[] = [];
    const plans = [
      { image: "in/a.png", size: 1 },
      { image: "b.png", size: 2 },
    ];
    const { code, records, stderr } = await run(plans, async ({ size }, label) => {
      labels.push(label);
      return { size };
    });
    expect({ code, records, stderr }).toEqual({ code: 0, records: [{ size: 1 }, { size: 2 }], stderr: "" });
    expect(labels).toEqual(["[1/2] a.png", "[2/2] b.png"]);
    await run([{ image: "in/a.png", size: 1 }], async (_, label) => ({ [labels.push(label)]: 0 }));
    expect(labels.at(-1)).toBe("a.png");
  });

  it("continues after an image that fails", async () => {
    const plans = ["a.png", "b.png", "c.png"].map((image, size) => ({ image, size }));
    const { code, records, stderr } = await run(plans, async ({ image }) => {
      if (image === "b.png") throw flat;
      return { image };
    });
    expect(code).toBe(1);
    const error = { code: "image-flat", message: "b.png: no texture" };
    expect(records).toEqual([{ image: "a.png" }, { image: "b.png", error }, { image: "c.png" }]);
    expect(stderr).toBe("kernelgan: b.png: no texture\n");
  });

  it("says once what is wrong with all", async () => {
    const error = new KernelGanError("output", "cannot write to the folder");
    const plans = ["a.png", "b.png"].map((image) => ({ image, error }));
    const { code, records, stderr } = await run(plans, () => Promise.reject(new Error("not planned")));
    expect(code).toBe(1);
    expect(records).toHaveLength(2);
    expect(stderr).toBe("kernelgan: cannot write to the folder\n");
  });

  it("stops when the user does", async () => {
    const plans = [{ image: "a.png", size: 1 }];
    const running = run(plans, () => Promise.reject(flat), AbortSignal.abort());
    await expect(running).rejects.toBe(flat);
  });
});
