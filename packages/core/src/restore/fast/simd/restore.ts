/**
 * The method of restore-fast.ts on the WebAssembly engine, by bands and tiles that threads share. It differs from the
 * plain version by its single precision, by where the tiles of the data step meet, and by what is in memory: of the
 * result's size only the luma, at ×3 and more twice, and the colours of one row of tiles at a time.
 */
import { clip, planarImage } from "../../../image/index.js";
import type { TakeRows } from "../../method.js";
import { tileOverlap } from "../../tile-overlap.js";
import type { FastTask } from "../fast-task.js";
import { chromaInto, lumaInto } from "../luma-chroma.js";
import { type Round, schedule } from "../schedule.js";
import { idleWorkers } from "./crew.js";
import {
  fitsPatches,
  type Picture,
  type PictureSize,
  usefulThreads,
  workersWorthStarting,
} from "./picture.js";
import { colourRows } from "./reach.js";
import { PATCH_REACH } from "./sizes.js";
import { pieces, type Step } from "./steps.js";
import { Team } from "./team.js";

/** The share of the time that a step takes, relative to the others, for the progress. */
const COSTS: Record<Step["name"], number> = {
  bicubic: 1,
  classes: 1,
  covariances: 1,
  bases: 1,
  residual: 1,
  correct: 3,
  shrink: 3,
  colours: 20,
};

/**
 * Restores a picture with a team that works on it.
 *
 * @param take gets the result, values in [0, 1]
 */
async function restore(
  { image, noise, constants, onProgress }: FastTask,
  team: Team,
  take: TakeRows,
): Promise<void> {
  const { picture } = team;
  const { width, scale, hasColour } = picture;
  const isDenoised = fitsPatches(picture);
  const plan = schedule(noise, constants);
  const steps = [...plan.luma.map((round) => lumaSteps(round, isDenoised)), dataSteps(plan.finalLambda)];
  const colourSteps = hasColour ? picture.grid.rows.map((_, row) => colourStep(row, plan.chroma)) : [];
  const cost = ({ name }: Step): number => COSTS[name];
  const all: Step[] = [{ name: "bicubic" }, ...steps.flat()];
  const total = [...all].reduce((sum, step) => sum + cost(step), 0) + (hasColour ? COSTS.colours : 0);
  let finished = 0;
  const run = async (step: Step, share = 1): Promise<void> => {
    const count = pieces(picture, step);
    const own = share * cost(step);
    await team.run(step, (done) => onProgress?.((finished + (own * Math.min(done, count)) / count) / total));
    finished += own;
  };

  if (hasColour) lumaInto(image, picture.low);
  else picture.low.set(image.data);
  await run({ name: "bicubic" });
  for (const round of steps) {
    for (const step of round) {
      if (step.name === "shrink") keepEdges(picture);
      await run(step);
    }
  }
  if (!hasColour) {
    for (const { start, end } of picture.bands) {
      const rows = picture.large.slice(start * scale * width, end * scale * width);
      clip(rows);
      take(planarImage(scale * width, end - start, 1, rows), start);
    }
  }
  for (const [i, step] of colourSteps.entries()) {
    const row = picture.grid.rows[i]!;
    const low = colourRows(picture, row);
    chromaInto(image, low.start, low.end, picture.chroma);
    await run(step, 1 / colourSteps.length);
    const rows = scale * (row.end - row.start);
    const colours = picture.stripe.subarray(0, 3 * rows * scale * width);
    take(planarImage(scale * width, rows, 3, colours), scale * row.start);
  }
}

const LEARNING: Step[] = [{ name: "classes" }, { name: "covariances" }, { name: "bases" }];

function lumaSteps(
  { lambda, threshold, grid, weightOffset, momentum, isLearning }: Round,
  isDenoised: boolean,
): Step[] {
  return [
    ...(isLearning && isDenoised ? LEARNING : []),
    ...dataSteps(lambda),
    ...(isDenoised ? [{ name: "shrink", threshold, grid, weightOffset, momentum } as const] : []),
  ];
}

function dataSteps(lambda: number): Step[] {
  return [{ name: "residual" }, { name: "correct", lambda }];
}

function colourStep(row: number, [blue, red]: readonly [Round, Round]): Step {
  const { lambda, threshold, weightOffset } = blue;
  return { name: "colours", row, lambda, threshold, weightOffset, grids: [blue.grid, red.grid] };
}

/** Keeps the rows that bands read of each other, before they are overwritten. */
function keepEdges({ large, edges, bands, width, scale }: Picture): void {
  const row = scale * width;
  for (const [i, { start }] of bands.slice(1).entries()) {
    const from = (start - PATCH_REACH) * row;
    edges.set(large.subarray(from, from + 2 * PATCH_REACH * row), i * 2 * PATCH_REACH * row);
  }
}

/**
 * Restores a picture; threads help where they can.
 *
 * @param module the engine
 * @param threads largest number, of which one is the caller's
 * @throws AbortError
 */
export async function restoreVectors(
  module: WebAssembly.Module,
  task: FastTask,
  threads: number,
  take: TakeRows,
): Promise<void> {
  const { image, known, kernel, scale, constants, tileSize, signal } = task;
  const { width, height, channels } = image;
  const facts = {
    width,
    height,
    channels,
    kernel,
    scale,
    known,
    overlap: tileOverlap(kernel.size, scale),
    constants: { residualLeft: constants.residualLeft, maxIterations: constants.maxIterations },
    isExtrapolated: constants.firstMomentum > 0,
    tileSize,
  };
  const team = new Team(module, facts, workersFor(facts, threads), signal);
  let isDone = false;
  try {
    await restore(task, team, take);
    isDone = true;
  } finally {
    team.close(isDone);
  }
}

/** Workers beside the caller: those that wait for work, and more where it pays to start them. */
function workersFor(size: PictureSize, threads: number): number {
  const waiting = Math.min(usefulThreads(size, threads) - 1, idleWorkers());
  return Math.max(waiting, workersWorthStarting(size, threads));
}
