import { describe, expect, it } from "vitest";
import { QueueError } from "../src/errors.js";
import { isInterruption, noticeOf, redisError } from "../src/redis-error.js";

/** An answer of Redis, as its client throws it. */
function answer(message: string): Error {
  return Object.assign(new Error(message), { name: "ReplyError" });
}

describe("what Redis refuses", () => {
  it.each([
    ["OOM command not allowed when used memory > 'maxmemory'.", "full", /its memory is full/],
    ["MISCONF Redis is configured to save RDB snapshots", "full", /its disk is full/],
    ["WRONGPASS invalid username-password pair", "denied", /check those in the address/],
    ["READONLY You can't write against a read only replica.", "unreachable", /it is a replica/],
    ["LOADING Redis is loading the dataset in memory", "unreachable", /it is not ready/],
    ["WRONGTYPE Operation against a key holding the wrong kind", "denied", /another program/],
    ["ERR unknown command 'XADD', with args", "unreachable", /refuses what this program needs \(ERR\)/],
  ])("%s: in words, with the address", (message, code, words) => {
    const error = redisError("redis://host:6379", answer(message));
    expect(error).toBeInstanceOf(QueueError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    expect((error as Error).message).toMatch(/^redis:\/\/host:6379: /);
    expect(noticeOf("redis://host:6379", answer(message))).toBe((error as Error).message);
  });

  it("leaves other errors as they are", () => {
    const error = new Error("a defect");
    expect(redisError("redis://host", error)).toBe(error);
    expect(noticeOf("redis://host", error)).toBe("redis://host: a defect");
  });

  it("tells an interruption from an answer", () => {
    expect(isInterruption(Object.assign(new Error("read"), { code: "ECONNRESET" }))).toBe(true);
    expect(isInterruption(new Error("Connection is closed."))).toBe(true);
    expect(isInterruption(answer("OOM command not allowed"))).toBe(false);
  });
});
