import { KernelGanError } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { errorInCommandWords, inFlagWords } from "../../src/errors/command-words.js";
import { printError, printWarning } from "../../src/terminal/command-io.js";
import { speakJson } from "../../src/terminal/json-lines.js";
import { fakeStream } from "../helpers/fake-stream.js";

describe("messages of the library", () => {
  it("name flags where a command prints them, and nothing else", () => {
    expect(inFlagWords('allow more with "maxPixels" 960; try fewer "jobs"')).toBe(
      "allow more with --max-pixels 960; try fewer --jobs",
    );
    expect(inFlagWords('use the method "fast"; a file needs { "rows": 1 }')).toBe(
      'use the method "fast"; a file needs { "rows": 1 }',
    );
    expect(inFlagWords('"conventionA" says whose')).toBe("--convention-a says whose");
    expect(errorInCommandWords(new KernelGanError("output", 'give another "out"'))).toEqual({
      code: "output",
      message: "give another --out",
    });
  });

  it.each([
    'must be a number from 1 to 8, got "size" (1)',
    'has no kernel: a JSON file needs { "kernel": rows of numbers }',
    'no"out".png: there is no such file',
  ])("leave what is no option as it is: %s", (message) => {
    expect(inFlagWords(message)).toBe(message);
  });

  it("name flags among --progress json, too", () => {
    const { stream, written } = fakeStream({});
    speakJson(stream);
    printError(stream, new KernelGanError("invalid-input", 'a.jpg: read what is there with "allowDamaged"'));
    printWarning(stream, "b.gif", { code: "first-page", message: 'give "pictureFormat" webp' });
    const events = written()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events).toEqual([
      { event: "error", code: "invalid-input", message: "a.jpg: read what is there with --allow-damaged" },
      { event: "warning", image: "b.gif", code: "first-page", message: "give --picture-format webp" },
    ]);
  });

  it.each([
    [
      "as text",
      false,
      "kernelgan: warning: slow\nkernelgan: warning: a: grain\nkernelgan: warning: b: grain\n",
    ],
    [
      "as JSON",
      true,
      [
        '{"event":"warning","code":"slow-engine","message":"slow"}\n',
        '{"event":"warning","image":"a","code":"grainy","message":"grain"}\n',
        '{"event":"warning","image":"b","code":"grainy","message":"grain"}\n',
      ].join(""),
    ],
  ])("say once, %s, what is about the machine and not about an image", (_, asJson, text) => {
    const { stream, written } = fakeStream({});
    if (asJson) speakJson(stream);
    for (const path of ["a", "b"]) {
      printWarning(stream, path, { code: "slow-engine", message: "slow" });
      printWarning(stream, path, { code: "grainy", message: "grain" });
    }
    expect(written()).toBe(text);
  });
});
