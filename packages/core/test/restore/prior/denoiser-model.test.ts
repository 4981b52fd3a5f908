/** Which models can be a prior, and what is said about the others. */
import { describe, expect, it } from "vitest";
import { encodeModel } from "../../../src/graph/encode.js";
import { DYNAMIC, Graph } from "../../../src/graph/graph.js";
import { denoiserModel } from "../../../src/restore/prior/denoiser-model.js";
import { openPrior } from "../../../src/restore/prior/open-prior.js";
import { type DenoiserShape, denoiserBytes } from "../../helpers/denoisers.js";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe("denoiserModel", () => {
  it.each<[string, DenoiserShape, object]>([
    ["2 → 1", {}, { channels: 1, level: { kind: "channel" } }],
    ["4 → 3", { channels: 3 }, { channels: 3, level: { kind: "channel" } }],
    ["one size", { width: 64, height: 32 }, { width: 64, height: 32 }],
    ["a number", { channels: 3, level: [1] }, { channels: 3, level: { kind: "number", shape: [1] } }],
    ["a scalar", { level: [] }, { channels: 1, level: { kind: "number", shape: [] } }],
    ["a 1×1 map", { level: [1, 1, 1, 1] }, { level: { kind: "number", shape: [1, 1, 1, 1] } }],
    [
      "a map",
      { channels: 3, level: [1, 1, DYNAMIC, DYNAMIC] },
      { channels: 3, level: { kind: "map", channels: 1 } },
    ],
    ["a map a channel", { channels: 3, level: [1, 3, DYNAMIC, DYNAMIC] }, { level: { channels: 3 } }],
  ])("reads how a model is called: %s", (_, shape, expected) => {
    const model = denoiserModel(denoiserBytes(shape));
    expect(model).toMatchObject({ image: "input", output: "output", ...expected });
    if (model.level.kind !== "channel") expect(model.level.name).toBe("sigma");
  });

  it("knows the small prior", async () => {
    const model = await openPrior("small", undefined);
    expect(model).toMatchObject({ channels: 1, level: { kind: "channel" }, width: undefined });
    expect(model?.bytes.length).toBeLessThan(300_000);
  });

  const half = new Graph();
  half.output("output", half.emit("Identity", [half.input("input", [1, 2, 8, 8], "float16")], [1, 1, 8, 8]));
  const three = new Graph();
  const [a, b, c] = ["a", "b", "c"].map((name) => three.input(name, [1, 3, 8, 8])) as [never, never, never];
  three.output("output", three.emit("Sum", [a, b, c], [1, 3, 8, 8]));

  it.each<[string, Uint8Array, RegExp]>([
    ["nothing", new Uint8Array(0), /it is no ONNX model; export one as docs\/prior.md says/],
    ["a page", text("<html>404</html>"), /it is no ONNX model/],
    ["a pointer of Git LFS", text("version https://git-lfs.github.com/spec/v1\noid"), /it is no ONNX model/],
    ["a checkpoint", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /it is a PyTorch checkpoint, not an ONNX model/],
    ["a part of a model", denoiserBytes().subarray(0, 40), /it is no ONNX model/],
    [
      "a gray picture alone",
      denoiserBytes({ level: null }),
      /not told the noise level: it has one input, of 1/,
    ],
    ["a colour picture alone", denoiserBytes({ channels: 3, level: null }), /one input, of 3 channels/],
    ["5 channels", denoiserBytes({ channels: 4 }), /5 channels where 2 or 4 \(gray or colour, and the noise/],
    ["2 channels and a level", denoiserBytes({ channels: 2, level: [1] }), /2 channels where 1 or 3/],
    ["4 → 1", denoiserBytes({ channels: 3, outputs: 1 }), /its output has 1 channels where 3 are expected/],
    ["a batch", denoiserBytes({ batch: 4 }), /it takes 4 images at once where 1 is expected/],
    ["a level of another shape", denoiserBytes({ level: [1, 7] }), /"sigma" has the shape \[1, 7\]/],
    ["half precision", encodeModel(half), /"input" is not of type float32/],
    ["three inputs", encodeModel(three), /it has 3 inputs \(a, b, c\) where an image and a noise level/],
  ])("says why it cannot use %s", (_, bytes, message) => {
    expect(() => denoiserModel(bytes)).toThrow(expect.objectContaining({ code: "invalid-input" }));
    expect(() => denoiserModel(bytes)).toThrow(message);
  });
});

describe("openPrior", () => {
  it("refuses other names, two priors, and what is no bytes", async () => {
    const bytes = denoiserBytes();
    await expect(openPrior("drunet", undefined)).rejects.toThrow(
      /"prior" must be small where no "priorModel"/,
    );
    await expect(openPrior("small", bytes)).rejects.toThrow(/leave one of them out/);
    await expect(openPrior("given", "a.onnx" as never)).rejects.toThrow(/must be the bytes of an ONNX model/);
  });
});
