import { describe, expect, it } from "vitest";
import { openEngine, workingDevices } from "../../src/runtime/device.js";
import { DEVICES, type Device } from "../../src/runtime/engine.js";
import { NATIVE_DEVICE } from "../helpers/native.js";

describe("openEngine", () => {
  it.runIf(NATIVE_DEVICE.length > 0)(
    "takes the native CPU by default, with at most two threads",
    async () => {
      const engine = await openEngine();
      expect(engine).toMatchObject({ device: "cpu", provider: "cpu", dialect: "native", warning: undefined });
      expect(engine.threads).toBeGreaterThan(0);
      expect(engine.threads).toBeLessThanOrEqual(2);
    },
  );

  it("gives WebAssembly its own dialect", async () => {
    expect(await openEngine("wasm", 1)).toMatchObject({ device: "wasm", dialect: "wasm", threads: 1 });
  });

  it("lists the devices for an unknown word", async () => {
    await expect(openEngine("tpu" as Device)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining(DEVICES.join(", ")),
    });
  });

  it.each([0, 1.5, -2])("refuses %d threads", async (threads) => {
    await expect(openEngine("auto", threads)).rejects.toMatchObject({ code: "invalid-argument" });
  });

  it("names what works where a device does not", async () => {
    const missing = process.platform === "win32" ? "coreml" : "dml";
    await expect(openEngine(missing)).rejects.toMatchObject({
      code: "device-unavailable",
      message: expect.stringContaining([...NATIVE_DEVICE, "wasm"].join(" or ")),
    });
  });
});

describe("workingDevices", () => {
  it("has the CPU and WebAssembly, and not the choice auto", async () => {
    const working: readonly string[] = await workingDevices();
    expect(working).toEqual(expect.arrayContaining([...NATIVE_DEVICE, "wasm"]));
    expect(working).not.toContain("auto");
  });
});
