import { describe, expect, it } from "vitest";
import { JobFollower, type JobState } from "../src/job-follower.js";

/** A queue that has these jobs, and what was added to it. */
function fakeQueue(states: Record<string, JobState>) {
  const added: string[] = [];
  return {
    added,
    states: async (ids: readonly string[]) => new Map(ids.map((id) => [id, states[id] ?? "missing"])),
    add: async (jobs: readonly { id: string }[]) => void added.push(...jobs.map(({ id }) => id)),
  };
}

const done: JobState = { done: true, result: 1 };
const job = (id: string) => ({ id, data: {} });

describe("JobFollower", () => {
  it("adds what the queue lacks, and reports each outcome once", async () => {
    const states: Record<string, JobState> = { a: done, b: "open" };
    const queue = fakeQueue(states);
    const outcomes: string[] = [];
    const follower = new JobFollower(queue, ["a", "b", "c"].map(job), {
      signal: new AbortController().signal,
      onOutcome: (id) => void outcomes.push(id),
    });
    follower.lookAtAll();
    follower.look("a");
    states.b = { done: false, failure: { code: "broken", message: "b" } };
    states.c = done;
    follower.look("b");
    follower.lookAtAll();
    await follower.untilEnd();
    expect(outcomes.toSorted()).toEqual(["a", "b", "c"]);
    expect(new Set(outcomes).size).toBe(3);
  });

  it("begins no look at all jobs while one is to end, and looks again afterwards", async () => {
    const queue = fakeQueue({ a: "open", b: "open" });
    const looks: string[] = [];
    const follower: JobFollower = new JobFollower(
      {
        ...queue,
        states: async (ids) => {
          looks.push(ids.join());
          if (looks.length < 3) follower.lookAtAll();
          return looks.length < 3 ? queue.states(ids) : new Map(ids.map((id) => [id, done]));
        },
      },
      ["a", "b"].map(job),
      { signal: new AbortController().signal, onOutcome: () => {} },
    );
    follower.lookAtAll();
    follower.lookAtAll();
    follower.look("a");
    await follower.untilEnd();
    expect(looks).toEqual(["a,b", "a", "a,b"]);
  });

  it("ends at the signal, and with what the caller throws", async () => {
    const stop = new AbortController();
    const options = { signal: stop.signal, onOutcome: () => {} };
    const stopped = new JobFollower(fakeQueue({ a: "open" }), [job("a")], options);
    stop.abort();
    await stopped.untilEnd();
    expect(await stopped.before(new Promise(() => {}))).toBeUndefined();

    const onOutcome = () => {
      throw new Error("the disk is full");
    };
    const signal = new AbortController().signal;
    const failing = new JobFollower(fakeQueue({ a: done }), [job("a")], { signal, onOutcome });
    failing.look("a");
    await expect(failing.untilEnd()).rejects.toThrow("the disk is full");
  });

  it("has nothing to wait for without jobs", async () => {
    const options = { signal: new AbortController().signal, onOutcome: () => {} };
    await new JobFollower(fakeQueue({}), [], options).untilEnd();
  });
});
