import { random, randomKernel } from "@kernelgan/core";
import { expect, it } from "vitest";
import { encodeJson } from "../src/index.js";
import { decodeNamedKernel, scaleInName } from "../src/named-kernel.js";
import { encodeNpy } from "../src/npy.js";

const KERNEL = randomKernel(random(1), { scale: 2 });
const conventionOption = "howHeld";

it.each([
  ["true_x3.mat", 3],
  ["photos.d/boat_kernel_x2", 2],
  ["x3/true.mat", undefined],
  ["a_x3.d/true.mat", undefined],
  ["boat_x1.5.png", undefined],
])("the scale in the name %s", (name, scale) => expect(scaleInName(name)).toBe(scale));

it("a file's own scale comes before its name's, and that before the caller's", async () => {
  const scales = async (bytes: Uint8Array, name: string) => {
    const { scale, kernel } = await decodeNamedKernel(bytes, name, { conventionOption, scale: 8 });
    return [scale, kernel.scale];
  };
  const bare = encodeNpy(KERNEL);
  expect(await scales(new TextEncoder().encode(JSON.stringify(parsed(4))), "k_x2.json")).toEqual([4, 4]);
  expect(await scales(bare, "k_x2.npy")).toEqual([2, 2]);
  expect(await scales(bare, "k.npy")).toEqual([undefined, 8]);
});

const parsed = (scale: number): unknown =>
  JSON.parse(new TextDecoder().decode(encodeJson(KERNEL, { scale })));

it("warns of what is unusual, and refuses what is no blur", async () => {
  const warnings: string[] = [];
  const onWarning = ({ code }: { code: string }) => void warnings.push(code);
  const five = { size: 3, data: new Float64Array(9).fill(5 / 9) };
  await decodeNamedKernel(encodeNpy(five), "k_x2.npy", { conventionOption, onWarning });
  expect(warnings).toEqual(["kernel-sum"]);
  const zero = { size: 3, data: Float64Array.of(1, -1, 0, 1, -1, 0, 1e-9, 0, 0) };
  await expect(decodeNamedKernel(encodeNpy(zero), "k.npy", { conventionOption })).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("weights sum to"),
  });
});
