import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { outputStreams } from "../../src/terminal/output-streams.js";
import { fakeStream } from "../helpers/fake-stream.js";

/** A stream whose writes fail. */
function failing(code: string): NodeJS.WriteStream {
  const error = Object.assign(new Error(code), { code });
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(error) });
  return stream as unknown as NodeJS.WriteStream;
}

describe("the output streams", () => {
  it("say that all was written", async () => {
    const onLost = vi.fn();
    const [out, err] = [fakeStream({}), fakeStream({})];
    const { stdout, stderr, flush } = outputStreams(out.stream, err.stream, onLost);
    stdout.write("results\n");
    stderr.write("words\n");
    expect(await flush()).toBe(true);
    expect([out.written(), err.written()]).toEqual(["results\n", "words\n"]);
    expect(onLost).not.toHaveBeenCalled();
  });

  it.each([
    ["ENOSPC", "kernelgan: cannot write to standard output: the disk is full\n"],
    // The reader has gone, and nobody asks why.
    ["EPIPE", ""],
  ])("lost results are a failure, said once: %s", async (code, said) => {
    const onLost = vi.fn();
    const err = fakeStream({});
    const { stdout, flush } = outputStreams(failing(code), err.stream, onLost);
    stdout.write("results\n");
    stdout.write("more\n");
    expect(await flush()).toBe(false);
    expect(err.written()).toBe(said);
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it("without results none are lost, whether they could be printed or not", async () => {
    const onLost = vi.fn();
    const { flush } = outputStreams(failing("EPIPE"), fakeStream({}).stream, onLost);
    expect(await flush()).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
  });

  it("lost messages change nothing", async () => {
    const onLost = vi.fn();
    const { stderr, flush } = outputStreams(fakeStream({}).stream, failing("EPIPE"), onLost);
    stderr.write("words\n");
    expect(await flush()).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
  });
});
