import { AbortError, KernelGanError } from "@kernelgan/core";
import { QueueError } from "@kernelgan/queue";
import { describe, expect, it } from "vitest";
import { JobError } from "../../src/batch/job-error.js";
import { errorRecord } from "../../src/errors/error-record.js";

describe("errorRecord", () => {
  it.each([
    [new KernelGanError("invalid-input", "not an\n  image"), "invalid-input", "not an image"],
    [new AbortError(), "aborted", "cancelled"],
    [new QueueError("unreachable", "gone"), "unreachable", "gone"],
    [new JobError("worker-crashed", "ended"), "worker-crashed", "ended"],
    [new TypeError("no function"), "internal", "unexpected error: no function"],
    [Object.assign(new Error("no file"), { code: "ENOENT" }), "internal", "unexpected error: no file"],
    [
      Object.assign(new Error("ELOOP"), { code: "ELOOP", syscall: "stat", path: "a.png" }),
      "file-system",
      "a.png: its links lead in a circle",
    ],
    [
      new RangeError("Array buffer allocation failed"),
      "out-of-memory",
      "memory ran out; try a smaller image",
    ],
    ["text", "internal", "unexpected error: text"],
    [undefined, "internal", "unexpected error: undefined"],
  ])("%s", (error, code, message) => {
    expect(errorRecord(error)).toEqual({ code, message });
  });
});
