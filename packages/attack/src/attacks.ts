/** Inputs, and the commands that are run on them. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Random, random } from "@kernelgan/core";
import type { Arena } from "./arena.js";
import { damaged, pick } from "./damage.js";
import { type GoodFile, goodImages } from "./images.js";
import { goodKernels, hostileKernels } from "./kernels.js";
import { HOSTILE_NAMES, ODD_FILES } from "./odd-files.js";
import type { Watched } from "./watch.js";

/** Images in one call. */
const GROUP = 12;

/** Good files to damage, and to put beside the others. */
export interface Seeds {
  images: GoodFile[];
  kernels: GoodFile[];
}

export async function makeSeeds(): Promise<Seeds> {
  return { images: await goodImages(), kernels: await goodKernels() };
}

/** One attack: puts its inputs into the arena and runs a command on them. Returns how many inputs it took. */
export type Attack = (arena: Arena, seeds: Seeds, numbers: Random) => Promise<void>;

/** What `--json` printed; undefined if nothing. */
function documentOf({ stdout }: Watched): unknown {
  return stdout === "" ? undefined : JSON.parse(stdout);
}

/** The files that an array of records names, relative to the output folder. */
function recordedFiles(arena: Arena, watched: Watched): ReadonlySet<string> {
  const records = documentOf(watched) as { files?: string[]; error?: { code: string } }[] | undefined;
  const out = `${arena.at("out")}/`;
  return new Set((records ?? []).flatMap(({ files = [] }) => files.map((path) => path.replace(out, ""))));
}

/** Damaged images, other things with the names of images, hostile names. */
function imageInputs(arena: Arena, { images }: Seeds, numbers: Random, count: number): string[] {
  const folder = arena.at("in");
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const kind = numbers.uniform();
    const good = pick(numbers, images);
    if (kind < 0.75) {
      // By its own name, by another format's, or by none.
      const extension = pick(numbers, [extname(good.name), extname(good.name), ".png", ".JPG", ".tif"]);
      const name = `damaged${i}${extension}`;
      writeFileSync(join(folder, name), damaged(numbers, good.bytes, good.fields));
      names.add(name);
    } else if (kind < 0.88) {
      const name = `odd${i}.png`;
      pick(numbers, ODD_FILES).make(join(folder, name));
      names.add(name);
    } else {
      const name = pick(numbers, HOSTILE_NAMES);
      if (names.has(`./${name}`)) continue;
      writeFileSync(join(folder, name), numbers.uniform() < 0.5 ? good.bytes : "nothing");
      names.add(`./${name}`);
    }
  }
  return [...names];
}

/** At times a stop in the middle. */
function stopIn(numbers: Random, milliseconds: number): number | undefined {
  return numbers.uniform() < 0.15 ? numbers.integer(milliseconds) : undefined;
}

function readOptions(numbers: Random): string[] {
  return numbers.uniform() < 0.3 ? ["--allow-damaged"] : [];
}

const estimateImages: Attack = async (arena, seeds, numbers) => {
  const images = imageInputs(arena, seeds, numbers, GROUP);
  const out = arena.at("out");
  const formats = pick(numbers, ["mat", "mat,npy,json,png"]);
  await arena.run(
    ["estimate", ...images, "--out", out, "--formats", formats, "--json", "--quiet", ...readOptions(numbers)],
    {
      inputs: images.length,
      out,
      filesOf: (watched) => recordedFiles(arena, watched),
      stopAfter: stopIn(numbers, 2500),
    },
  );
};

/** The fastest way to upscale. */
const BICUBIC = ["--kernel", "bicubic", "--noise", "2"];

const upscaleImages: Attack = async (arena, seeds, numbers) => {
  const images = imageInputs(arena, seeds, numbers, GROUP);
  const out = arena.at("out");
  const more = [...readOptions(numbers), ...(numbers.uniform() < 0.3 ? ["--report"] : [])];
  await arena.run(
    ["upscale", ...images, ...BICUBIC, "--max-pixels", "100000", "--out", out, "--json", "--quiet", ...more],
    {
      inputs: images.length,
      out,
      filesOf: (watched) => recordedFiles(arena, watched),
      stopAfter: stopIn(numbers, 3500),
    },
  );
};

const degradeImages: Attack = async (arena, seeds, numbers) => {
  const images = imageInputs(arena, seeds, numbers, GROUP);
  const out = arena.at("out");
  const scale = pick(numbers, ["2", "3", "16"]);
  await arena.run(
    [
      "degrade",
      ...images,
      "--random",
      "--scale",
      scale,
      "--out",
      out,
      "--json",
      "--quiet",
      ...readOptions(numbers),
    ],
    {
      inputs: images.length,
      out,
      filesOf: (watched) => recordedFiles(arena, watched),
      stopAfter: stopIn(numbers, 2000),
    },
  );
};

const evaluateImages: Attack = async (arena, seeds, numbers) => {
  imageInputs(arena, seeds, numbers, GROUP);
  cpSync(arena.at("in"), arena.at("out"), { recursive: true, filter: (path) => !/odd|pipe/.test(path) });
  const args = pick(numbers, [
    ["evaluate", "--sr", ".", "--hr", arena.at("out"), "--json"],
    ["evaluate", "--sr", arena.at("out"), "--hr", "."],
  ]);
  await arena.run([...args, ...readOptions(numbers)], { inputs: GROUP, stopAfter: stopIn(numbers, 1500) });
};

const batchImages: Attack = async (arena, seeds, numbers) => {
  imageInputs(arena, seeds, numbers, 2 * GROUP);
  mkdirSync(arena.at("in", "sub", "deep"), { recursive: true });
  const [good] = seeds.images;
  if (good) writeFileSync(arena.at("in", "sub", "deep", "good.png"), good.bytes);
  const out = arena.at("out");
  const inputs = pick(numbers, [["."], [".", "missing", "no/*.png", "nul\u0001.png"], ["**/*.{png,jpg}"]]);
  await arena.run(
    [
      "batch",
      ...inputs,
      "--out",
      out,
      "--jobs",
      "2",
      "--method",
      "spectral",
      "--formats",
      "mat",
      "--summary",
      "--json",
      "--quiet",
      ...readOptions(numbers),
    ],
    {
      inputs: 2 * GROUP,
      out,
      filesOf(watched) {
        const document = documentOf(watched) as
          | { images: { outputs?: { path: string }[]; error?: { code: string } }[] }
          | undefined;
        const outputs = (document?.images ?? []).flatMap((image) => image.outputs ?? []);
        return new Set(["manifest.jsonl", "summary.csv", "summary.html", ...outputs.map(({ path }) => path)]);
      },
      stopAfter: stopIn(numbers, 4000),
    },
  );
};

/** One kernel file: damaged, hostile, or something else. */
function kernelInput(arena: Arena, { kernels }: Seeds, numbers: Random): string {
  const kind = numbers.uniform();
  if (kind < 0.65) {
    const good = pick(numbers, kernels);
    const name = `kernel${pick(numbers, [extname(good.name), ".mat", ".json", "_x3.mat", ""])}`;
    writeFileSync(arena.at("in", name), damaged(numbers, good.bytes, good.fields));
    return name;
  }
  if (kind < 0.9) {
    const { name, bytes } = pick(numbers, hostileKernels());
    writeFileSync(arena.at("in", name), bytes);
    return name;
  }
  pick(numbers, ODD_FILES).make(arena.at("in", "odd.mat"));
  return "odd.mat";
}

const kernel: Attack = async (arena, seeds, numbers) => {
  const name = kernelInput(arena, seeds, numbers);
  const [image] = seeds.images;
  const [good] = seeds.kernels;
  if (image) writeFileSync(arena.at("in", "good.png"), image.bytes);
  if (good) writeFileSync(arena.at("in", "good_x2.mat"), good.bytes);
  const out = arena.at("out");
  const scale = pick(numbers, ["2", "3", "4"]);
  const json = ["--json", "--quiet"];
  const args = pick(numbers, [
    ["compare-kernels", name, "good_x2.mat"],
    ["compare-kernels", "good_x2.mat", name, "--json", "--scale", pick(numbers, ["1", "2", "16"])],
    ["upscale", "good.png", "--kernel", name, "--scale", scale, "--noise", "2", "--out", out, ...json],
    ["degrade", "good.png", "--kernel", name, "--scale", scale, "--out", out, ...json],
  ]);
  const writes = args.includes(out);
  await arena.run(args, {
    inputs: 1,
    ...(writes && { out, filesOf: (watched: Watched) => recordedFiles(arena, watched) }),
    stopAfter: stopIn(numbers, 600),
  });
};

/** Arguments that make no sense, and outputs that are in the way. */
const argument: Attack = async (arena, seeds, numbers) => {
  const [image] = seeds.images;
  if (image) writeFileSync(arena.at("in", "good.png"), image.bytes);
  mkdirSync(arena.at("in", "folder"));
  // Neither a folder nor nothing: results could be put there.
  const odd = ODD_FILES.filter(({ what }) => what !== "a folder" && what !== "nothing");
  pick(numbers, odd).make(arena.at("in", "odd.txt"));
  const out = arena.at("out");
  const number = pick(numbers, [
    "0",
    "-1",
    "1e9",
    "NaN",
    "1.5",
    "",
    "0x10",
    "99999999999999999999",
    "2",
    "two",
  ]);
  const text = pick(numbers, [
    "",
    "\u001b[2J",
    "n".repeat(300),
    "n".repeat(5000),
    "..",
    "good.png/x",
    "odd.txt",
    "é",
  ]);
  const inOut = join(out, text === ".." ? "" : text);
  const stars = `${"*a".repeat(1 + numbers.integer(20))}*b`;
  const args = pick(numbers, [
    ["estimate", "good.png", "--scale", number, "--out", out, "--quiet"],
    ["estimate", text, "--out", out, "--quiet"],
    ["estimate", "good.png", "--out", inOut, "--quiet", "--formats", "mat"],
    [
      "estimate",
      "good.png",
      "--formats",
      pick(numbers, ["mat,mat", "exe", ",", ""]),
      "--out",
      out,
      "--quiet",
    ],
    ["estimate", "good.png", "--max-pixels", number, "--out", out, "--quiet"],
    ["estimate", "good.png", "--device", pick(numbers, ["cuda", "abacus"]), "--out", out],
    ["upscale", "good.png", "--noise", number, "--kernel", "bicubic", "--out", out, "--quiet"],
    [
      "upscale",
      "good.png",
      "--kernel",
      "bicubic",
      "--out",
      pick(numbers, ["good.png", "./folder/../good.png", `${out}/a.exe`, "odd.txt/a.png"]),
      "--force",
      "--quiet",
    ],
    [
      "upscale",
      "good.png",
      "--kernel",
      pick(numbers, ["odd.txt", "folder", "good.png", text]),
      "--out",
      out,
      "--quiet",
    ],
    ["degrade", "good.png", "--random", "--scale", number, "--out", out, "--quiet"],
    [
      "degrade",
      "good.png",
      "--random",
      "--out",
      pick(numbers, ["good.png", ".", "odd.txt"]),
      "--force",
      "--quiet",
    ],
    ["degrade", "good.png", "--random", "--jpeg", number, "--out", out, "--quiet"],
    ["degrade", "folder", text, "--random", "--out", out, "--quiet"],
    ["compare-kernels", text, "good.png"],
    [
      "evaluate",
      "--sr",
      pick(numbers, ["good.png", "folder", text]),
      "--hr",
      pick(numbers, ["good.png", "odd.txt"]),
    ],
    ["evaluate", "--sr", "good.png", "--hr", "good.png", "--border", number],
    ["batch", "--list", pick(numbers, ["odd.txt", "folder", "good.png", text]), "--out", out, "--quiet"],
    [
      "batch",
      pick(numbers, [
        stars,
        `**/${stars}/**`,
        `{${"a,".repeat(600)}b}${"{1..9}".repeat(9)}`,
        "folder/*",
        text,
      ]),
      "--out",
      out,
      "--quiet",
    ],
    [
      "batch",
      "good.png",
      "--out",
      pick(numbers, [inOut, "odd.txt", "good.png"]),
      "--quiet",
      "--method",
      "spectral",
    ],
    ["batch", "good.png", text, "--out", out, "--quiet", "--method", "spectral", "--formats", "mat"],
    ["worker", "--queue", pick(numbers, ["redis://127.0.0.1:1", "http://127.0.0.1", text])],
    [text, "good.png"],
    ["estimate", `--${text}`],
  ]);
  await arena.run(args, { inputs: 1, stopAfter: stopIn(numbers, 600) });
};

/** The attacks with how many of a hundred inputs each gets. */
const ATTACKS: readonly (readonly [Attack, share: number, inputs: number])[] = [
  [estimateImages, 17, GROUP],
  [upscaleImages, 12, GROUP],
  [degradeImages, 14, GROUP],
  [evaluateImages, 9, GROUP],
  [batchImages, 18, 2 * GROUP],
  [kernel, 20, 1],
  [argument, 10, 1],
];

/** The attacks that make about `count` inputs, each with the start of its random numbers. */
export function plan(count: number, seed: number): { attack: Attack; numbers: Random }[] {
  const attacks = ATTACKS.flatMap(([attack, share, inputs]) =>
    Array.from({ length: Math.max(1, Math.round((count * share) / 100 / inputs)) }, () => attack),
  );
  return attacks.map((attack, i) => ({ attack, numbers: random(seed, i) }));
}
