/** Runs on several trainers against one: stand-ins whose trainings end when the test says so. */
import { describe, expect, it } from "vitest";
import type { EstimateProgress } from "../../src/estimate/index.js";
import type { RunTrainer } from "../../src/estimate/run-trainer.js";
import { trainRuns, type Verdict } from "../../src/estimate/train-runs.js";
import type { TrainingProgress, TrainingResult } from "../../src/gan/trainer.js";
import { bicubicKernel } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";

const kernel = bicubicKernel(2);

/** A training that can be told how far it is, and to end. */
interface Training {
  seed: number;
  report(iteration: number): void;
  end(): Promise<void>;
}

/** Trainers, and the trainings that are under way. */
function standIns(count: number) {
  const underWay: Training[] = [];
  const started: number[] = [];
  const trainer: RunTrainer = {
    engine: { device: "cpu", threads: 1, warning: undefined },
    train: (seed, { onProgress }) =>
      new Promise((resolve) => {
        started.push(seed);
        const training: Training = {
          seed,
          report: (iteration) =>
            onProgress?.({ iteration, iterations: 10, msPerIteration: 100 } as TrainingProgress),
          async end() {
            underWay.splice(underWay.indexOf(training), 1);
            resolve({ iterations: seed } as TrainingResult);
            await settled();
          },
        };
        underWay.push(training);
      }),
    close: async () => {},
  };
  return { trainers: Array.from({ length: count }, () => trainer), underWay, started };
}

/** Lets what waits for promises go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Trains on so many trainers, whose trainings end in an order by chance. */
async function outcome(
  count: number,
  plan: { runs: number; restarts: number },
  failing: readonly number[],
  order: number,
) {
  const { trainers, underWay, started } = standIns(count);
  const judge = ({ iterations: seed }: TrainingResult): Verdict =>
    failing.includes(seed) ? { fault: `fault of ${seed}` } : { kernel };
  let ended = false;
  const result = trainRuns(trainers, { seed: 0, ...plan }, judge, {})
    .catch((error: Error) => error.message)
    .finally(() => {
      ended = true;
    });
  const numbers = random(order);
  await settled();
  while (!ended) {
    const next = underWay[numbers.integer(underWay.length)];
    if (!next) throw new Error("it waits for nothing");
    await next.end();
  }
  return { result: await result, started };
}

describe("trainRuns", () => {
  it.each([
    ["none fails", { runs: 4, restarts: 3 }, []],
    ["some fail", { runs: 4, restarts: 3 }, [0, 3, 4]],
    ["one fails too many", { runs: 4, restarts: 1 }, [1, 3]],
    ["the last restart fails", { runs: 3, restarts: 2 }, [2, 3, 4]],
    ["there are no restarts", { runs: 4, restarts: 0 }, [2]],
    ["all fail", { runs: 4, restarts: 2 }, [0, 1, 2, 3, 4, 5, 6]],
    ["the first ones fail", { runs: 5, restarts: 1 }, [0, 1]],
  ] as const)(
    "finds the same however many work at a time and whichever is faster: %s",
    async (_, plan, failing) => {
      const alone = await outcome(1, plan, failing, 0);
      expect(alone.started).toEqual([...alone.started.keys()]);
      for (const count of [2, 3, 8]) {
        for (let order = 0; order < 20; order++) {
          const together = await outcome(count, plan, failing, order);
          expect(together.result).toEqual(alone.result);
          expect(together.started.length).toBeLessThanOrEqual(plan.runs + plan.restarts);
        }
      }
    },
  );

  it("starts no more runs than can be needed, and repeats a failed one at once", async () => {
    const { trainers, underWay, started } = standIns(8);
    const judge = ({ iterations: seed }: TrainingResult): Verdict =>
      seed === 1 ? { fault: "collapsed" } : { kernel };
    const trained = trainRuns(trainers, { seed: 0, runs: 3, restarts: 1 }, judge, {});
    await settled();
    expect(started).toEqual([0, 1, 2]);
    await underWay.find(({ seed }) => seed === 1)!.end();
    expect(started).toEqual([0, 1, 2, 3]);
    while (underWay.length > 0) await underWay[0]!.end();
    const { finished, warnings } = await trained;
    expect(finished.map(({ seed }) => seed)).toEqual([0, 2, 3]);
    expect(warnings).toEqual([
      { code: "run-failed", message: "the run with seed 1 failed: collapsed; restarted with seed 2" },
    ]);
  });

  it("reports all of them as one, the first at work in detail", async () => {
    const { trainers, underWay } = standIns(2);
    const seen: EstimateProgress[] = [];
    const judge = (): Verdict => ({ kernel });
    const trained = trainRuns(trainers, { seed: 0, runs: 4, restarts: 0 }, judge, {
      onProgress: (progress) => seen.push(progress),
    });
    await settled();
    const [first, second] = underWay as [Training, Training];
    first.report(4);
    second.report(4);
    expect(seen).toHaveLength(1);
    first.report(6);
    const training = { iteration: 6, iterations: 10, msPerIteration: 100, run: 0, runs: 4 };
    expect(seen.slice(1)).toEqual([{ done: 0.25, secondsLeft: 1.5, training }]);
    second.report(10);
    await second.end();
    first.report(10);
    await first.end();
    while (underWay.length > 0) {
      underWay.at(-1)!.report(10);
      await underWay.at(-1)!.end();
    }
    await trained;
    const shares = seen.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ done: 1, secondsLeft: 0 });
  });

  it("never takes back what is done where a run fails", async () => {
    const { trainers, underWay } = standIns(1);
    const seen: number[] = [];
    const judge = ({ iterations: seed }: TrainingResult): Verdict =>
      seed === 0 ? { fault: "bad" } : { kernel };
    const trained = trainRuns(trainers, { seed: 0, runs: 1, restarts: 1 }, judge, {
      onProgress: ({ done }) => seen.push(done),
    });
    await settled();
    underWay[0]!.report(9);
    await underWay[0]!.end();
    underWay[0]!.report(1);
    underWay[0]!.report(10);
    await underWay[0]!.end();
    await trained;
    expect(seen).toEqual([0.9, 0.9, 1]);
  });

  it("throws what a trainer throws, though others are at work", async () => {
    const { trainers } = standIns(1);
    const broken: RunTrainer = { ...trainers[0]!, train: () => Promise.reject(new Error("out of memory")) };
    const trained = trainRuns(
      [...trainers, broken],
      { seed: 0, runs: 2, restarts: 0 },
      () => ({ kernel }),
      {},
    );
    await expect(trained).rejects.toThrow("out of memory");
  });
});
