import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterEach, describe, expect, it, vi } from "vitest";
import { version } from "../../src/version.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { runCommand, withoutPackage } from "../helpers/run-command.js";

const folder = temporaryFolder();

describe("kernelgan doctor", { timeout: PROCESS_MS }, () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("prints versions, engines, devices, threads and features", async () => {
    const { code, stdout, stderr } = await runCommand(folder, "doctor");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^kernelgan +${version}\nNode +${process.versions.node}, `));
    expect(stdout).toMatch(/^images +sharp [\d.]+, libvips [\d.]+$/m);
    expect(stdout).toMatch(/^WebAssembly +ONNX Runtime [\d.]+\n +features +vectors yes, threads yes, /m);
    expect(stdout).toMatch(/^devices .*wasm/m);
    expect(stdout).toMatch(/^queue, S3 +@kernelgan\/queue is installed$/m);
  });

  it("--json: says how to install what is missing", async () => {
    vi.stubEnv("NODE_OPTIONS", withoutPackage("onnxruntime-node"));
    const { code, stdout } = await runCommand(folder, "doctor", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kernelgan: version,
      native: {
        problem: expect.stringContaining("npm install onnxruntime-node --onnxruntime-node-install=skip"),
      },
      devices: ["wasm"],
      auto: { device: "wasm" },
      wasm: { version: expect.stringMatching(/^\d/) },
      wasmFeatures: { simd: true, threads: true },
    });
  });

  it("exit code 1 where images cannot be decoded", async () => {
    vi.stubEnv("NODE_OPTIONS", withoutPackage("sharp"));
    const { code, stdout } = await runCommand(folder, "doctor");
    expect(code).toBe(1);
    expect(stdout).toContain("sharp does not work: Cannot find package");
  });
});
