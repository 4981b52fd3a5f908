import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { imagePairs } from "../../src/tasks/image-pairs.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(() => {
  const files = ["sr/a_x2.png", "sr/b.webp", "sr/lost.png", "hr/a.jpg", "hr/b.tif", "hr/unused.png"];
  const below = ["Set5/a_x2.png", "a.png", "b.png", "hr/Set5/a.jpg", "hr/Set5/b.jpg", "hr/a.png"];
  for (const file of [
    ...files,
    ...below.map((path) => `tree/${path}`),
    "strangers/z.png",
    "twins/a.png",
    "twins/a.jpg",
  ]) {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), "");
  }
});

describe("imagePairs", () => {
  it("pairs two files whatever their names", async () => {
    expect((await imagePairs(at("sr/b.webp"), at("hr/a.jpg"))).pairs).toEqual([
      { sr: at("sr/b.webp"), hr: at("hr/a.jpg") },
    ]);
  });

  it("pairs two folders by name, with and without the scale, and lists what is left", async () => {
    expect(await imagePairs(at("sr"), at("hr"))).toEqual({
      pairs: [
        { sr: at("sr/a_x2.png"), hr: at("hr/a.jpg") },
        { sr: at("sr/b.webp"), hr: at("hr/b.tif") },
      ],
      unpaired: { sr: [at("sr/lost.png")], hr: [at("hr/unused.png")] },
    });
  });

  it("pairs what lies below them by the way there, and takes no folder for a part of the other", async () => {
    expect(await imagePairs(at("tree"), at("tree/hr"))).toEqual({
      pairs: [
        { sr: at("tree/Set5/a_x2.png"), hr: at("tree/hr/Set5/a.jpg") },
        { sr: at("tree/a.png"), hr: at("tree/hr/a.png") },
      ],
      unpaired: { sr: [at("tree/b.png")], hr: [at("tree/hr/Set5/b.jpg")] },
    });
    expect((await imagePairs(at("tree/hr"), at("tree/hr"))).pairs).toHaveLength(3);
  });

  it.each([
    ["sr", "hr/a.jpg", "give two images or two folders"],
    ["sr", "strangers", "has the name of one in"],
    ["sr", "twins", "have the same name"],
    ["sr", "nowhere", "there is no such file"],
  ])("%s and %s are refused", async (sr, hr, message) => {
    await expect(imagePairs(at(sr), at(hr))).rejects.toThrow(message);
  });
});
