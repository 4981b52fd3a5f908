/**
 * `npm run bench:fast -- [--only node,page,estimate,quality,batch,parts,growth] [--runs 3] [--data DIR] [--baseline
 * DIR]`
 *
 * The speed and the memory of `fast` against those of an earlier commit, which is checked out and built for it
 * (`--baseline`: a built checkout, in place of that): both in turn, several times, and the medians. `--data`: sets of
 * images with known kernels (known-set.ts), for the quality.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bicubicKernel } from "@kernelgan/core";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage, writeKernel } from "kernelgan";
import { median } from "../../packages/core/dist/math/median.js";
import { restoreFast } from "../../packages/core/dist/restore/fast/restore-fast.js";
import { checkOut, HERE } from "./baseline.js";
import { buildPage, pageSeconds } from "./fast-page.js";
import { partSpeeds } from "./fast-parts.js";
import { photograph, type Size, writePhotograph } from "./fast-pictures.js";
import { psnr } from "./judge.js";
import { openSet } from "./layouts/layouts.js";
import { runCommand } from "./run-command.js";
import { mean } from "./statistics.js";
import { printTable, signed } from "./table.js";

/** The last commit with one thread and plain TypeScript. */
const BASELINE = "25e7d88";

const PARTS = ["node", "page", "estimate", "quality", "batch", "parts", "growth"];
const { values } = scriptArguments({
  options: {
    only: { type: "string", default: PARTS.join(",") },
    runs: { type: "string", default: "3" },
    data: { type: "string" },
    baseline: { type: "string" },
  },
});
const parts = new Set<string>(namesAmong(values.only, "part", PARTS));
const runs = Number(values.runs);

const SMALL: Size = { width: 384, height: 256 };
const MIDDLE: Size = { width: 1024, height: 704 };
const TWO_MEGAPIXELS: Size = { width: 1760, height: 1136 };
const TWELVE_MEGAPIXELS: Size = { width: 4000, height: 3000 };
const SETS = ["gauss_x2", "motion_x2", "disk_x2", "shake_x2"];
const BATCH_IMAGES = 8;
/** Megapixels of results. */
const GROWTH = [0.1, 0.4, 1.6, 6.4, 25, 50];

interface UpscaleRecord {
  seconds: { upscale: number; all: number };
}
interface EstimateRecord {
  seconds: number;
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const times = (value: number): string => `${value.toFixed(2)} ×`;
const sizeText = ({ width, height }: Size): string => `${width}×${height}`;

const folder = mkdtempSync(join(tmpdir(), "kernelgan-bench-"));
const needsBaseline = ["node", "page", "estimate", "quality"].some((name) => parts.has(name));
const baseline = needsBaseline ? checkOut(BASELINE, values.baseline) : undefined;
const bars: string[][] = [];
let outputs = 0;
try {
  const before = baseline?.root ?? HERE;
  if (parts.has("node")) {
    await compareNode(before, MIDDLE, 2, 5);
    await compareNode(before, MIDDLE, 1, 2.8);
    await compareNode(before, TWELVE_MEGAPIXELS, 2, 5, 1.5 * 1024);
  }
  if (parts.has("page") && CHROMIUM.path) await comparePage(before);
  if (parts.has("estimate")) await compareEstimate(before);
  if (parts.has("quality")) await compareQuality(before);
  if (parts.has("batch")) await measureBatch();
  if (bars.length > 0) printTable(["", BASELINE, "now", "", "bar"], bars);
  if (parts.has("parts")) await printParts();
  if (parts.has("growth")) await printGrowth();
} finally {
  rmSync(folder, { recursive: true, force: true });
  baseline?.remove();
}
process.exit(0);

/** A line of the table, which is printed at the end, and at once to stderr. */
function addBar(cells: string[]): void {
  bars.push(cells);
  console.error(cells.join("  "));
}

/** A name for an output that does not exist. */
function newOutput(extension: string): string {
  return join(folder, `output-${outputs++}${extension}`);
}

/** Measures both in turn. */
async function inTurn<T>(before: string, measure: (root: string) => Promise<T>): Promise<[T[], T[]]> {
  const results: [T[], T[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    results[0].push(await measure(before));
    results[1].push(await measure(HERE));
  }
  return results;
}

/** The command, for a kernel that is given. */
async function compareNode(
  before: string,
  size: Size,
  threads: number,
  bar: number,
  memoryBar?: number,
): Promise<void> {
  const picture = await writePhotograph(newOutput(".png"), size);
  const results = await inTurn(before, async (root) => {
    const args = ["--kernel", "bicubic", "--threads", String(threads), "--out", newOutput(".png")];
    const {
      output,
      seconds: all,
      peak,
    } = await runCommand<UpscaleRecord[]>(root, "upscale", picture, ...args);
    return { upscale: output[0]?.seconds.upscale ?? Number.NaN, all, peak };
  });
  const middle = (side: 0 | 1, key: "upscale" | "all" | "peak"): number =>
    median(results[side].map((result) => result[key]));
  const title = `${sizeText(size)} ×2, ${threads} thread${threads > 1 ? "s" : ""}`;
  compareTimes(title, middle(0, "upscale"), middle(1, "upscale"), bar);
  compareTimes("  the whole command", middle(0, "all"), middle(1, "all"));
  const peaks = ([0, 1] as const).map((side) => `${middle(side, "peak").toFixed(0)} MiB`);
  addBar(["  memory in all", ...peaks, "", memoryBar === undefined ? "" : `${memoryBar.toFixed(0)} MiB`]);
}

function compareTimes(title: string, before: number, now: number, bar?: number): void {
  addBar([title, seconds(before), seconds(now), times(before / now), bar === undefined ? "" : times(bar)]);
}

async function comparePage(before: string): Promise<void> {
  const sites = { [before]: await buildPage(before), [HERE]: await buildPage(HERE) };
  try {
    for (const size of [SMALL, TWO_MEGAPIXELS]) {
      const picture = await writePhotograph(newOutput(".png"), size);
      for (const isolated of [true, false]) {
        const [old, now] = await inTurn(before, (root) => {
          const site = sites[root];
          if (!site) throw new Error(`the page of ${root} is not built`);
          return pageSeconds(site, picture, isolated);
        });
        const title = `page, ${sizeText(size)} ×2, ${isolated ? "shared memory" : "copies (not isolated)"}`;
        compareTimes(title, median(old), median(now), isolated ? 5 : 2.8);
      }
    }
  } finally {
    for (const site of Object.values(sites)) await site.close();
  }
}

async function compareEstimate(before: string): Promise<void> {
  const picture = await writePhotograph(newOutput(".png"), TWELVE_MEGAPIXELS);
  const [old, now] = await inTurn(before, async (root) => {
    const { output } = await runCommand<EstimateRecord[]>(root, "estimate", picture, "--out", newOutput(""));
    return output[0]?.seconds ?? Number.NaN;
  });
  addBar([
    `auto's estimate, ${sizeText(TWELVE_MEGAPIXELS)}`,
    seconds(median(old)),
    seconds(median(now)),
    "",
    seconds(2),
  ]);
}

/** PSNR on Y for the true kernels, of the pictures that the command writes. */
async function compareQuality(before: string): Promise<void> {
  for (const name of SETS) {
    if (values.data === undefined || !existsSync(join(values.data, name))) continue;
    const set = await openSet(values.data, name);
    const psnrOf = async (root: string): Promise<number> => {
      const each: number[] = [];
      for (const image of set.images) {
        const kernel = newOutput(".npy");
        await writeKernel(kernel, await set.truth(image));
        const picture = newOutput(".png");
        const low = join(values.data ?? "", name, `${image}.png`);
        await runCommand(root, "upscale", low, "--kernel", kernel, "--exact-kernel", "--out", picture);
        each.push(psnr(await readImage(picture), await set.high(image)));
      }
      return mean(each);
    };
    const [old, now] = [await psnrOf(before), await psnrOf(HERE)];
    const change = `${signed(now - old, 3)} dB`;
    addBar([`quality, ${name}`, `${old.toFixed(3)} dB`, `${now.toFixed(3)} dB`, change, "±0.02 dB"]);
  }
}

/**
 * Two jobs against one: throughput, so the pictures are so large that starting the processes is a small part. What the
 * machine can do shows a batch of half the pictures, alone and beside another: their processes have nothing in common
 * but the memory's speed.
 */
async function measureBatch(): Promise<void> {
  const [all, ...halves] = [newOutput(""), newOutput(""), newOutput("")];
  for (const folder of [all, ...halves]) mkdirSync(folder);
  for (let i = 0; i < BATCH_IMAGES; i++) {
    for (const folder of [all, halves[i % 2]!]) {
      await writePhotograph(join(folder, `${i}.png`), TWO_MEGAPIXELS);
    }
  }
  const batch = async (images: string, ...args: string[]): Promise<number> => {
    const options = ["--task", "upscale", "--kernel", "bicubic", "--out", newOutput(""), ...args];
    const { seconds: taken } = await runCommand(HERE, "batch", images, ...options);
    return taken;
  };
  const ALONE = ["--jobs", "1", "--threads", "1"];
  const taken: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run++) {
    taken[0].push(await batch(all, ...ALONE));
    taken[1].push(await batch(all, "--jobs", "2"));
    taken[2].push(Math.max(...(await Promise.all(halves.map((half) => batch(half, ...ALONE))))));
  }
  const [one, two, apart] = [median(taken[0]), median(taken[1]), median(taken[2])];
  const name = `batch, ${BATCH_IMAGES} images of ${sizeText(TWO_MEGAPIXELS)}: one job`;
  addBar([`${name}, two jobs`, seconds(one), seconds(two), times(one / two), times(1.9)]);
  addBar([`${name}, two commands with half each`, seconds(one), seconds(apart), times(one / apart), "–"]);
}

/** What share of the arithmetic limit each part reaches. */
async function printParts(): Promise<void> {
  const product = (device: string): number => {
    const program = join(HERE, "bench/dist/measure.js");
    const printed = execFileSync(process.execPath, [program, "matmul", device, "1"], { encoding: "utf8" });
    return (JSON.parse(printed) as { gflops: number }).gflops;
  };
  const [native, wasm] = [product("cpu"), product("wasm")];
  console.log(
    `\nParts of fast on one thread, all rounds of the luma; a product of 1024³: ${native.toFixed(0)} GFLOP/s native, ${wasm.toFixed(0)} in WebAssembly.\n`,
  );
  printTable(
    ["", "MFLOP/MP", "ms/MP", "GFLOP/s", "of native", "of WebAssembly"],
    (await partSpeeds()).map(({ name, mflop, milliseconds, gflops }) => [
      name,
      mflop.toFixed(0),
      milliseconds.toFixed(0),
      gflops.toFixed(1),
      `${((100 * gflops) / native).toFixed(0)}%`,
      `${((100 * gflops) / wasm).toFixed(0)}%`,
    ]),
  );
}

/** How the time grows with the picture. */
async function printGrowth(): Promise<void> {
  console.log("\nGrowth, two threads.\n");
  const rows: string[][] = [];
  for (const size of GROWTH) {
    const side = 2 * Math.round(Math.sqrt((size * 1e6) / 4) / 2);
    const image = await photograph({ width: side, height: side });
    const taken: number[] = [];
    for (let run = 0; run < (size < 10 ? runs : 1); run++) {
      const started = performance.now();
      await restoreFast(image, bicubicKernel(2), 2, { noise: 1 / 255, threads: 2, onRows: () => {} });
      taken.push((performance.now() - started) / 1000);
    }
    const result = (4 * side * side) / 1e6;
    rows.push([`${result.toFixed(1)} MP`, seconds(median(taken)), (median(taken) / result).toFixed(3)]);
  }
  printTable(["result", "time", "s/MP"], rows);
}
