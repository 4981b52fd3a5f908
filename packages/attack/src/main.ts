/**
 * `npm run attack -- --count N --seed S`: N damaged and hostile inputs through every command, the queue's worker and
 * the library. `--kills N` rounds of `kill -9`, and `--stops N` of SIGINT with 24 megapixels, come on top. Exit code 1
 * if anything was found. Linux; the worker and the kills need Redis.
 */

import { REDIS } from "@kernelgan/testing/redis";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { type Figures, noFigures } from "./arena.js";
import { add, attack } from "./attack.js";
import { attackByKills } from "./kills.js";
import { attackByStops } from "./stops.js";
import type { Limits } from "./watch.js";

const { values } = scriptArguments({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
    kills: { type: "string", default: "0" },
    stops: { type: "string", default: "0" },
    /** The bars. */
    seconds: { type: "string", default: "10" },
    stopSeconds: { type: "string", default: "1" },
  },
});
const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`not a number: ${text}`);
  return value;
};
const [count, seed, jobs] = [number(values.count), number(values.seed), number(values.jobs)];
const [kills, stops] = [number(values.kills), number(values.stops)];
const limits: Limits = {
  seconds: number(values.seconds),
  stopSeconds: number(values.stopSeconds),
  bytes: 10 ** 9,
};

const progress = (what: string) => {
  let last = 0;
  return (done: number, of: number): void => {
    if (done < of && performance.now() - last < 5000) return;
    last = performance.now();
    console.error(`${what}: ${done} of ${of}`);
  };
};

const started = performance.now();
const total = noFigures();
if (count > 0) {
  const worker = REDIS.path !== undefined;
  const figures = await attack({ count, seed, jobs, limits, worker, onProgress: progress("attacks") });
  add(total, figures);
  report(`${figures.inputs} inputs in ${figures.runs} runs`, figures);
}
if (kills > 0)
  await more(`${kills} rounds of kill -9`, attackByKills(kills, seed, limits, progress("kills")));
if (stops > 0)
  await more(`${stops} stops of 24 megapixels`, attackByStops(stops, seed, limits, progress("stops")));
console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes, seed ${seed}`);
process.exitCode = total.findings.length > 0 ? 1 : 0;

async function more(what: string, work: Promise<Figures>): Promise<void> {
  const figures = await work;
  report(what, figures);
  add(total, figures);
}

function report(what: string, { slowest, largest, stopped, slowestStop, findings }: Figures): void {
  const figures = [
    `${findings.length} findings`,
    ...(slowest > 0 ? [`slowest ${slowest.toFixed(1)} s`] : []),
    ...(largest > 0 ? [`largest ${Math.round(largest / 1e6)} MB`] : []),
    ...(stopped > 0 ? [`${stopped} stopped, the slowest in ${slowestStop.toFixed(2)} s`] : []),
  ];
  console.log(`${what}: ${figures.join(", ")}`);
  for (const { run, what: found } of findings) console.log(`  ${JSON.stringify(run)}: ${found}`);
}
