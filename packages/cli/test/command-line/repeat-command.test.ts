import { describe, expect, it } from "vitest";
import type { FlagTable } from "../../src/command-line/flags.js";
import { repeatCommand, settingsInEffect } from "../../src/command-line/repeat-command.js";

const TABLE = {
  scale: { type: "choice", values: [2, 3], default: 2, help: "factor" },
  method: { type: "choice", values: ["fast", "zssr"], default: "fast", help: "how" },
  zssrIterations: { type: "integer", min: 1, help: "how often", onlyWith: { method: ["zssr"] } },
  fallback: { type: "boolean", default: true, help: "fall back" },
  report: { type: "boolean", default: false, help: "report" },
  formats: { type: "list", values: ["mat", "npy"], default: [], help: "files" },
  out: { type: "text", placeholder: "dir", help: "folder" },
} as const satisfies FlagTable;

const values = { scale: 2, method: "fast", zssrIterations: 600, fallback: true, report: false, formats: [] };

describe("repeatCommand", () => {
  it("names what has an effect, quoted for a shell", () => {
    expect(repeatCommand("upscale", ["a photo.png"], TABLE, values)).toBe(
      "kernelgan upscale 'a photo.png' --scale 2 --method fast",
    );
    const other = {
      ...values,
      method: "zssr",
      fallback: false,
      report: true,
      formats: ["mat", "npy"],
      out: "it's here",
    };
    expect(repeatCommand("upscale", ["a.png"], TABLE, other)).toBe(
      "kernelgan upscale a.png --scale 2 --method zssr --zssr-iterations 600 --no-fallback --report " +
        "--formats mat,npy --out 'it'\\''s here'",
    );
  });

  it("names files so that they are not taken for flags", () => {
    expect(repeatCommand("upscale", ["-a.png", "-", "-b/it's.png"], { scale: TABLE.scale }, values)).toBe(
      "kernelgan upscale ./-a.png - './-b/it'\\''s.png' --scale 2",
    );
  });
});

describe("settingsInEffect", () => {
  it("lists the values by the names of their flags", () => {
    expect(settingsInEffect(TABLE, { ...values, method: "zssr", formats: ["mat", "npy"] })).toEqual({
      scale: 2,
      method: "zssr",
      "zssr-iterations": 600,
      fallback: true,
      report: false,
      formats: "mat,npy",
    });
    expect(settingsInEffect(TABLE, values)).not.toHaveProperty("zssr-iterations");
  });
});
