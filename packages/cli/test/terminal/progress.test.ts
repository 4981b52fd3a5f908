import type { EstimateProgress } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { estimateStep } from "../../src/terminal/estimate-progress.js";
import { speakJson } from "../../src/terminal/json-lines.js";
import { type ProgressStep, progressLine } from "../../src/terminal/progress.js";
import { fakeStream } from "../helpers/fake-stream.js";

function progressAt(iteration: number, run = 0): ProgressStep {
  const training: NonNullable<EstimateProgress["training"]> = {
    run,
    runs: 1,
    iteration,
    iterations: 200,
    losses: {
      generator: 0.25,
      discriminator: 0.5,
      bicubic: 0.1,
      sumToOne: 0,
      boundaries: 0,
      sparse: 0,
      centre: 0,
    },
    dMaps: { size: 1, real: Float32Array.of(0.5), fake: Float32Array.of(0.5) },
    kernel: countingKernel(3),
    msPerIteration: 2.91,
    secondsLeft: 83,
  };
  return estimateStep({ done: iteration / 200, secondsLeft: 83, training });
}

describe("progressLine", () => {
  it("writes a plain line at every tenth where the stream is no terminal", async () => {
    const { stream, written } = fakeStream({ isTTY: false });
    const progress = await progressLine(stream, { label: "photo.png ×2" });
    for (let i = 0; i < 200; i++) progress.update(progressAt(i));
    progress.done();
    const lines = written().trimEnd().split("\n");
    expect(lines.length).toBe(9);
    expect(lines[0]).toBe("photo.png ×2  10%   20/200  1 min 23 s left  2.9 ms/it  G 0.250  D 0.500");
  });

  it("writes an object now and then, for programs", async () => {
    const { stream, written } = fakeStream({ isTTY: false });
    speakJson(stream);
    const progress = await progressLine(stream, { label: "", subject: { image: "photo.png" } });
    for (let i = 0; i <= 200; i++) progress.update(progressAt(i));
    progress.print("text for people");
    progress.done();
    const events = written()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.length).toBeLessThan(200);
    expect(events[0]).toMatchObject({ event: "progress", image: "photo.png", stage: "kernel", done: 0 });
    expect(events.at(-1)).toMatchObject({
      done: 1,
      iteration: 200,
      losses: { generator: 0.25 },
      secondsLeft: 83,
    });
  });

  it("begins again after a restart", async () => {
    const { stream, written } = fakeStream({ isTTY: false });
    const progress = await progressLine(stream, { label: "photo.png" });
    for (let i = 0; i < 100; i++) progress.update(progressAt(i));
    for (let i = 0; i < 50; i++) progress.update(progressAt(i, 1));
    expect(written().match(/10%/g)?.length).toBe(2);
    expect(written()).toContain("run 2");
  });

  it("redraws one line that fits the terminal", async () => {
    const { stream, written } = fakeStream({ isTTY: true, columns: 60, rows: 24 });
    const progress = await progressLine(stream, { label: "photo.png ×2" });
    progress.update(progressAt(100));
    expect(written()).toContain("photo.png ×2  ━━━━━━━━━━━━────────────  100/200");
    expect(written()).not.toContain("G 0.250");
    progress.done();
  });

  it("writes lines that stay above the line that is redrawn, or among the plain ones", async () => {
    const terminal = fakeStream({ isTTY: true, columns: 60, rows: 24 });
    const redrawn = await progressLine(terminal.stream, { label: "batch" });
    redrawn.update(progressAt(100));
    redrawn.print("a.png: done");
    expect(terminal.written()).toMatch(/a\.png: done\n.*batch {2}━━━━━━━━━━━━────────────/s);
    const file = fakeStream({ isTTY: false });
    (await progressLine(file.stream, { label: "batch" })).print("a.png: done");
    expect(file.written()).toBe("a.png: done\n");
  });

  it("is silent when asked", async () => {
    const { stream, written } = fakeStream({ isTTY: true });
    const progress = await progressLine(stream, { label: "photo.png", quiet: true });
    progress.update(progressAt(100));
    progress.print("a.png: done");
    progress.done();
    expect(written()).toBe("");
  });
});
