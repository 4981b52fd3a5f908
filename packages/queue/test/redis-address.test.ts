import { describe, expect, it } from "vitest";
import { redisAddress } from "../src/redis-address.js";

describe("redisAddress", () => {
  it.each([
    ["redis://localhost:6379", "redis://localhost:6379"],
    ["redis://localhost:6379/2", "redis://localhost:6379/2"],
    ["redis://localhost/", "redis://localhost"],
    ["redis://:secret@queue.example:6379", "redis://***@queue.example:6379"],
    ["rediss://user:se%40cret@[::1]:6380/0", "rediss://***@[::1]:6380/0"],
  ])("%s is shown as %s", (text, shown) => {
    const address = redisAddress(text);
    expect(address.shown).toBe(shown);
    expect(address.url.startsWith(text.replace(/\/$/, ""))).toBe(true);
  });

  it.each([
    "localhost:6379",
    "http://:secret@localhost",
    "redis://",
    "redis://:secret@localhost/one",
    "redis://:secret@localhost/1/2",
    "redis://:secret@localhost?family=6",
    "",
    5 as unknown as string,
    Object.create(null) as string,
  ])("refuses %j, and does not repeat it", (text) => {
    expect(() => redisAddress(text)).toThrowError(
      expect.objectContaining({ code: "invalid-argument", message: expect.not.stringContaining("secret") }),
    );
  });
});
