import { join } from "node:path";
import { downscale, imresize, reframe, toConvention } from "@kernelgan/core";
import { beforeAll, describe, expect, it } from "vitest";
import { psnr } from "../../src/judge.js";
import { type KnownSet, shiftOf } from "../../src/layouts/known-set.js";
import { openData } from "../../src/layouts/layouts.js";
import {
  div2krkData,
  fkpData,
  fkpDataAsPublished,
  KERNEL,
  ownData,
  photographData,
  temporaryFolder,
} from "../data.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  await fkpData(at("fkp"));
  await fkpDataAsPublished(at("fkp-published"), at("fkp"));
  await div2krkData(at("div2krk"), 2, false);
  await div2krkData(at("div2krk"), 4, false);
  await div2krkData(at("div2krk-flat"), 4, true);
  await ownData(at("own"));
  await photographData(at("photographs"));
});

async function setsIn(name: string, names?: string): Promise<readonly KnownSet[]> {
  const data = await openData(at(name), names);
  return "sets" in data ? data.sets : expect.unreachable("photographs");
}

const facts = ({ name, scale, convention, border, images }: KnownSet) => ({
  name,
  scale,
  convention,
  border,
  images,
});

describe("openData", () => {
  it.each(["fkp", "fkp-published"])("recognises FKP's test: %s", async (name) => {
    expect((await setsIn(name)).map(facts)).toEqual([
      { name: "Set5_x2", scale: 2, convention: "fkp", border: 2, images: ["a", "b"] },
    ]);
  });

  it("recognises DIV2KRK, in folders and in one", async () => {
    const set = (scale: number) => ({
      name: `DIV2KRK_x${scale}`,
      scale,
      convention: "aligned",
      border: scale,
      images: ["2", "10"],
    });
    expect((await setsIn("div2krk")).map(facts)).toEqual([set(2), set(4)]);
    expect((await setsIn("div2krk-flat")).map(facts)).toEqual([set(4)]);
    expect((await setsIn("div2krk", "DIV2KRK_x4")).map(facts)).toEqual([set(4)]);
  });

  it("recognises this project's sets", async () => {
    expect((await setsIn("own")).map(facts)).toEqual([
      { name: "gauss_x2", scale: 2, convention: "aligned", border: 8, images: ["01", "02"] },
    ]);
  });

  it("takes other images for photographs", async () => {
    expect(await openData(at("photographs"))).toEqual({
      photographs: ["one.png", "two.png"].map((name) => join(at("photographs"), name)),
    });
  });
});

describe("a set", () => {
  it.each(["fkp", "fkp-published", "div2krk", "div2krk-flat", "own"])(
    "has the kernels that made its images, aligned: %s",
    async (name) => {
      for (const set of await setsIn(name)) {
        const [image] = set.images as [string];
        const [low, high, truth] = await Promise.all([set.low(image), set.high(image), set.truth(image)]);
        expect([high.width, high.height]).toEqual([set.scale * low.width, set.scale * low.height]);
        expect(reframe(truth, KERNEL.size)).toMatchObject(KERNEL);
        const made = downscale(high, toConvention(truth, set.convention, set.scale), set.scale);
        expect(psnr(low, made, { border: 0 })).toBeGreaterThan(50);
      }
    },
  );

  it("of FKP is compared where it lies", async () => {
    const [set] = (await setsIn("fkp")) as [KnownSet];
    const enlarged = imresize(await set.low("a"), { scale: 2 });
    const high = await set.high("a");
    const moved = psnr(enlarged, high, { border: 4, shift: shiftOf(set) });
    expect(moved).toBeGreaterThan(psnr(enlarged, high, { border: 4 }) + 1);
  });
});
