import { AbortError, KernelGanError } from "@kernelgan/core";
import { QueueError } from "@kernelgan/queue";
import { describe, expect, it } from "vitest";
import { JobError } from "../../src/batch/job-error.js";
import { errorRecord, withPath } from "../../src/errors/error-record.js";
import { fileError } from "../../src/errors/file-error.js";

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
    expect(errorRecord(error)).toMatchObject({ code, message });
  });

  it.each([
    ["a.png: no permission", fileError("output", "a.png", ": no permission"), 0],
    [
      "cannot write a.png: the disk is full",
      fileError("output", "a.png", ": the disk is full", { before: "cannot write " }),
      13,
    ],
    [
      "a.png: no permission",
      Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open", path: "a.png" }),
      0,
    ],
  ])("says where the file stands in: %s", (message, error, start) => {
    const file = { path: "a.png", start, end: start + 5 };
    expect(errorRecord(error)).toMatchObject({ message, file });
  });
});

describe("withPath", () => {
  const record = errorRecord(
    fileError("output", "/photos/a\n .png", ": write nothing", { before: "cannot write " }),
  );

  it("gives the file another name, and nothing else that reads like it", () => {
    const { message, file } = withPath(record, () => "s3://b/write.png");
    expect(message).toBe("cannot write s3://b/write.png: write nothing");
    expect(message.slice(file?.start, file?.end)).toBe("s3://b/write.png");
    expect(withPath({ code: "output", message, file }, () => "a").message).toBe(
      "cannot write a: write nothing",
    );
  });

  it("leaves an error that is about no file as it is", () => {
    const other = { code: "worker-crashed", message: "ended" };
    expect(withPath(other, () => "a.png")).toEqual(other);
  });
});
