import { expect, it } from "vitest";
import { providedEngine, provideEngine } from "../../src/runtime/engine-bytes.js";

it("keeps what a page provides for a device", () => {
  expect(providedEngine("webgpu")).toBeUndefined();
  const bytes = Uint8Array.of(0, 97, 115, 109);
  provideEngine("webgpu", bytes);
  expect(providedEngine("webgpu")).toBe(bytes);
  expect(providedEngine("cpu")).toBeUndefined();
});
