import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { Board, boardMemory } from "../../../../src/restore/fast/simd/board.js";
import type { Step } from "../../../../src/restore/fast/simd/steps.js";

const FIRST: Step = { name: "correct", lambda: 0.1234567890123 };
const SECOND: Step = {
  name: "shrink",
  threshold: 0.2,
  grid: { step: 3, start: 1 },
  weightOffset: 1,
  momentum: 0.5,
};

test("each piece is taken once, and there is nothing before the first step and between steps", () => {
  const memory = boardMemory();
  const [caller, helper] = [new Board(memory), new Board(memory)];
  expect(helper.take()).toBe(0);
  caller.putUp(FIRST, 3);
  expect([helper.take(), caller.take(), helper.take(), caller.take(), helper.take()]).toEqual([
    3, 2, 1, 0, 0,
  ]);
  expect(helper.read()).toEqual(FIRST);
  for (let i = 0; i < 3; i++) helper.did();
  expect(caller.done()).toBe(3);
  caller.putUp(SECOND, 1);
  expect(caller.done()).toBe(0);
  expect(helper.take()).toBe(1);
  expect(helper.read()).toEqual(SECOND);
});

test("rounds can be counted for ever", () => {
  const board = new Board(boardMemory());
  for (let round = 0; round < 5000; round++) {
    board.putUp(FIRST, 2);
    expect(board.wait()).toBe(true);
    expect(board.take() + board.take()).toBe(3);
  }
  board.end();
  expect(board.wait()).toBe(false);
  expect(board.take()).toBe(0);
});

test("a thread that waits is woken by a step, and by the end", async () => {
  const memory = boardMemory();
  const script = new URL("../../../../dist/restore/fast/simd/board.js", import.meta.url);
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.script).then(({ Board }) => {
      const board = new Board(workerData.memory);
      parentPort.postMessage("ready");
      while (board.wait()) {
        const ticket = board.take();
        if (ticket > 0) parentPort.postMessage([ticket, board.read().name]);
      }
      parentPort.postMessage("over");
    });`,
    { eval: true, workerData: { memory, script: script.href } },
  );
  const board = new Board(memory);
  try {
    expect(await once(worker, "message")).toEqual(["ready"]);
    board.putUp(FIRST, 1);
    expect(await once(worker, "message")).toEqual([[1, "correct"]]);
    board.putUp(SECOND, 1);
    expect(await once(worker, "message")).toEqual([[1, "shrink"]]);
    board.end();
    expect(await once(worker, "message")).toEqual(["over"]);
  } finally {
    await worker.terminate();
  }
});
