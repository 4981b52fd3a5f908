/** Many pictures: one after the other is enlarged with the settings there are, and its file kept for a zip of all. */
import type { Estimate, Scale } from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { estimateOrigin } from "@kernelgan/formats/internal";
import { batch, computed, signal } from "@preact/signals";
import type { Client } from "../../bridge/client.js";
import { TaskError } from "../../bridge/messages.js";
import type { FileFormat, Source, UpscaleInput, WorkerTasks } from "../../tasks.js";
import { FORMAT_NAMES, formatOf, formatsFor } from "../encode.js";
import { chosenEngine, startWorker } from "../engines.js";
import { kernelBlob } from "../kernel-file.js";
import { workingPixels } from "../limits.js";
import { describeError, isOfTheFile } from "../problems.js";
import type { ZipEntry } from "../save.js";
import { currentValues, PAGE_OPTIONS, plannedIterations } from "../settings.js";
import { secondsForRest } from "../time-left.js";
import { canvasOf, thumbnailOf } from "./canvas.js";
import { findingOf, keyOf } from "./enlargement.js";
import { estimatedScale } from "./estimated-scale.js";
import { obstacleOf } from "./estimation.js";
import { callFiles } from "./files-worker.js";
import type { GivenFile } from "./given-files.js";
import { inspect, sizeInHeader } from "./inspect.js";
import { chosenFormat, quality } from "./output-file.js";
import type { Result } from "./results.js";
import { newSourceId } from "./source-ids.js";
import { type Obstacle, showsQueue } from "./state.js";

/** How far a picture is. */
export type QueueState =
  | ({ phase: "waiting" } & Earlier)
  /** `done`: 0 to 1. */
  | ({ phase: "working"; done: number } & Earlier)
  | DoneState
  /** `code`: of the error. */
  | ({ phase: "failed"; code: string; words: string; mayBeTriedAgain: boolean } & Earlier);

/** Of a picture that is made again: the result that there is until then. */
interface Earlier {
  before?: DoneState | undefined;
}

/** A picture that is finished. */
export interface DoneState {
  phase: "done";
  blob: Blob;
  /** In the zip. */
  path: string;
  /** The files of its kernel, if it has an estimate, and their paths in the zip. */
  kernels: readonly ZipEntry[];
  /** By which settings. */
  made: string;
  /** As of the results of a picture. */
  key: string;
  facts: QueueFacts;
  /** That it took. */
  seconds: number;
}

/** What is said of a result. */
export type QueueFacts = Pick<
  Result,
  "origin" | "scale" | "confidence" | "blur" | "obstacle" | "width" | "height" | "strength" | "warnings"
> & {
  /** If there is one: how far it can be trusted, and whether a safe kernel took the place of its own. */
  estimate?: Pick<Estimate, "confidence" | "fellBack"> | undefined;
};

/** A picture of the queue. */
export interface QueueItem extends GivenFile {
  id: number;
  state: QueueState;
  /** How many it has, once that is known. */
  pixels?: number | undefined;
  /** A small picture, as a data URI; of the result, once that is there. */
  thumbnail?: string | undefined;
}

/**
 * What the zip has of each kernel: for programs, and with all that is known of it. Pictures of kernels would be larger
 * than some results.
 */
const KERNEL_FORMATS = ["mat", "json"] as const satisfies readonly KernelFormat[];
/** Pixels of what is drawn of a result: of a thumbnail. */
const DRAWN = 40_000;

export const queue = signal<readonly QueueItem[]>([]);
/** Whether its pictures are untouched photographs; the setting of that name is of the picture that is open. */
export const areReal = signal<boolean>(PAGE_OPTIONS.real.default);
const controller = signal<AbortController | undefined>();
export const isQueueRunning = computed(() => controller.value !== undefined);

/** The result of a picture, of the settings of now or of others. */
export const resultOf = ({ state }: QueueItem): DoneState | undefined =>
  state.phase === "done" ? state : state.before;

/** How many there are in each state. */
export const queueCounts = computed(() => {
  const counts = { waiting: 0, working: 0, done: 0, failed: 0 };
  for (const { state } of queue.value) counts[state.phase]++;
  return counts;
});

const queueValues = () => ({ ...currentValues(), real: areReal.value });

/** What the results depend on. */
const currentKey = (): string => JSON.stringify([queueValues(), chosenFormat.value, quality.value]);

/**
 * How long the rest takes, in seconds, by what was made with the settings of now; undefined where that cannot be told,
 * or nothing is being made.
 */
export const queueSecondsLeft = computed(() => {
  if (!isQueueRunning.value) return undefined;
  const key = currentKey();
  const done = queue.value.flatMap(({ state }) => {
    if (state.phase !== "done" || state.made !== key) return [];
    const { width, height, scale } = state.facts;
    return [{ pixels: (width * height) / scale ** 2, seconds: state.seconds }];
  });
  const rest = queue.value.flatMap(({ state, pixels }) => {
    if (state.phase === "waiting") return [{ pixels, share: 1 }];
    return state.phase === "working" ? [{ pixels, share: 1 - state.done }] : [];
  });
  return secondsForRest(done, rest);
});

/** Whether there are results of other settings than those there are now. */
export const hasOutdated = computed(() => {
  const key = currentKey();
  return queue.value.some(({ state }) => state.phase === "done" && state.made !== key);
});

/** Adds pictures, and starts. */
export function addToQueue(given: readonly GivenFile[]): void {
  const items = given.map((one): QueueItem => ({ ...one, id: newSourceId(), state: { phase: "waiting" } }));
  batch(() => {
    queue.value = [...queue.value, ...items];
    showsQueue.value = true;
  });
  void countPixels(items);
  void makeThumbnails(items);
  startQueue();
}

/** Goes on with what waits. */
export function startQueue(): void {
  if (controller.peek()) return;
  const current = new AbortController();
  controller.value = current;
  void run(current.signal).finally(() => {
    if (controller.peek() === current) controller.value = undefined;
  });
}

/** Stops; what was begun waits again, and what was to be made again stays as it was. */
export function stopQueue(): void {
  halt();
  queue.value = queue.value.map((item) =>
    item.state.phase === "waiting" ? { ...item, state: item.state.before ?? item.state } : item,
  );
}

function halt(): void {
  controller.peek()?.abort();
  controller.value = undefined;
  queue.value = queue.value.map((item) =>
    item.state.phase === "working" ? { ...item, state: waiting(item) } : item,
  );
}

const waiting = (item: QueueItem): QueueState => ({ phase: "waiting", before: resultOf(item) });

/** Makes what has failed, or was made with other settings, with those there are now. */
export function repeatQueue(): void {
  halt();
  const key = currentKey();
  queue.value = queue.value.map((item) =>
    item.state.phase === "done" && item.state.made === key ? item : { ...item, state: waiting(item) },
  );
  startQueue();
}

/** Tries one again that failed. */
export function retry(id: number): void {
  const item = queue.value.find((one) => one.id === id);
  if (item) setState(id, waiting(item));
  startQueue();
}

export function removeFromQueue(id: number): void {
  const item = queue.value.find((one) => one.id === id);
  queue.value = queue.value.filter((one) => one.id !== id);
  if (queue.value.length === 0) closeQueue();
  else if (item?.state.phase === "working") {
    halt();
    startQueue();
  }
}

/** Forgets all of them. */
export function closeQueue(): void {
  stopQueue();
  batch(() => {
    queue.value = [];
    showsQueue.value = false;
  });
}

function change(id: number, changes: Partial<QueueItem>): void {
  queue.value = queue.value.map((item) => (item.id === id ? { ...item, ...changes } : item));
}

const setState = (id: number, state: QueueState): void => change(id, { state });

async function run(signal: AbortSignal): Promise<void> {
  // A worker of its own, so that a picture can be opened meanwhile.
  let client: Client<WorkerTasks> | undefined;
  try {
    for (;;) {
      const item = queue.peek().find(({ state }) => state.phase === "waiting");
      if (!item || signal.aborted) return;
      if (!client || client.isDead) client = startWorker();
      try {
        await enlarge(item, client, signal);
      } catch (error) {
        if (signal.aborted) return;
        const { code, title, text } = describeError(error);
        const words = `${title}. ${text}`;
        const mayBeTriedAgain = !isOfTheFile(error);
        setState(item.id, { phase: "failed", code, words, mayBeTriedAgain, before: resultOf(item) });
      }
    }
  } finally {
    client?.close();
  }
}

async function enlarge(item: QueueItem, client: Client<WorkerTasks>, signal: AbortSignal): Promise<void> {
  const { id, file } = item;
  const started = performance.now();
  const before = resultOf(item);
  setState(id, { phase: "working", done: 0, before });
  // As they are now: they may be changed meanwhile.
  const made = currentKey();
  const output = { chosen: chosenFormat.value, quality: quality.value / 100 };
  const options = queueValues();
  const { scale } = options;
  const iterations = plannedIterations();
  const size = await inspect(file);
  if (size.width * size.height > workingPixels(scale)) {
    throw new TaskError("too-large-for-scale", `${size.width} × ${size.height}`);
  }
  const report = (done: number): void => {
    if (!signal.aborted) setState(id, { phase: "working", done, before });
  };
  const source: Source = { id, blob: file };
  const engine = chosenEngine.value;
  const sought = { ...options, method: options.kernel, scale: estimatedScale(scale, options.kernel) };
  let obstacle: Obstacle | undefined;
  const estimate = await client
    .call(
      "estimate",
      { source, engine, options: sought },
      {
        signal,
        onProgress: (progress) => progress.stage === "estimating" && report(progress.done / 2),
      },
    )
    .catch((error: unknown) => {
      obstacle = obstacleOf(error, size, sought);
      return undefined;
    });
  // No estimate is exact.
  const { real: _, ...restoring } = { ...options, scale, exactKernel: false };
  const input: UpscaleInput = { source, maxDrawn: DRAWN, engine, estimate, options: restoring };
  const { result, bicubic, stored, colours, facts } = await client.call("upscale", input, {
    signal,
    onProgress: (progress) => progress.stage !== "engine" && report(0.5 + progress.done / 2),
  });
  bicubic.close();
  const thumbnail = thumbnailOf(canvasOf(result));
  const format = formatFor(file, stored, output.chosen);
  const { strength, wrap } = options;
  const { file: blob, warnings } = await callFiles(
    "encode",
    { stored, colours, source, strength, scale, wrap, format, quality: output.quality },
    signal,
  );
  const stem = stemOf(item);
  const path = `${stem}_x${scale}.${FORMAT_NAMES[format].extension}`;
  const kernels = estimate ? await kernelFiles(item, estimate, { ...sought, iterations }, scale) : [];
  const { width, height } = stored;
  const found = findingOf({ estimate }, options.kernel, facts);
  const said: QueueFacts = {
    ...found,
    scale,
    obstacle,
    width,
    height,
    strength,
    warnings: [...facts.warnings, ...warnings],
    estimate: estimate && { confidence: estimate.confidence, fellBack: estimate.fellBack },
  };
  const key = keyOf(input, options.kernel, "found");
  signal.throwIfAborted();
  const seconds = (performance.now() - started) / 1000;
  change(id, { state: { phase: "done", blob, path, kernels, made, key, facts: said, seconds }, thumbnail });
}

/** Its place in the folder that was given, without the extension. */
export const stemOf = ({ path }: GivenFile): string => path.replace(/\.[^./]*$/, "");

async function kernelFiles(
  item: GivenFile,
  estimate: Estimate,
  values: Readonly<Record<string, unknown>>,
  scale: Scale,
): Promise<ZipEntry[]> {
  const k = estimate.kernels[scale];
  if (!k) return [];
  const stem = stemOf(item);
  const origin = { image: item.path, scale, ...estimateOrigin(estimate, values) };
  return Promise.all(
    KERNEL_FORMATS.map(async (format) => ({
      path: `kernels/${stem}_kernel_x${scale}.${format}`,
      blob: await kernelBlob(format, k, origin),
    })),
  );
}

function formatFor(
  { name, type }: File,
  size: { width: number; height: number },
  chosen: FileFormat | undefined,
): FileFormat {
  const wanted = chosen ?? formatOf(name, type);
  return formatsFor(size).includes(wanted) ? wanted : "png";
}

async function countPixels(items: readonly QueueItem[]): Promise<void> {
  for (const { id, file } of items) {
    const size = await sizeInHeader(file).catch(() => undefined);
    if (size) change(id, { pixels: size.width * size.height });
  }
}

/** One after the other; what has none will fail in its turn. */
async function makeThumbnails(items: readonly QueueItem[]): Promise<void> {
  for (const { id, file } of items) {
    const item = queue.peek().find((one) => one.id === id);
    if (!item || item.thumbnail) continue;
    const bitmap = await createImageBitmap(file, { resizeWidth: 256, resizeQuality: "medium" }).catch(
      () => undefined,
    );
    if (!bitmap) continue;
    const thumbnail = thumbnailOf(canvasOf(bitmap));
    // In the meantime it may have one of its result.
    queue.value = queue.value.map((one) =>
      one.id === id && one.thumbnail === undefined ? { ...one, thumbnail } : one,
    );
  }
}
