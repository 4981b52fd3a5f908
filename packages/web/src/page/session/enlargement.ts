/** Enlarging the picture with the kernel that was found, or in the usual way. */
import {
  bicubicKernel,
  describeBlur,
  type EstimateMethod,
  type Kernel,
  reframe,
  UPSCALE_OPTIONS,
  type UpscaleFactor,
} from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import type { Upscaled, UpscaleInput } from "../../tasks.js";
import { chosenEngine } from "../engines.js";
import { limits } from "../limits.js";
import { currentValues } from "../settings.js";
import { type CallTask, cancel, compute } from "./computation.js";
import { callFiles } from "./files-worker.js";
import { keep } from "./keeping.js";
import {
  addResult,
  type Comparison,
  comparison,
  type KernelOrigin,
  type Result,
  type ResultFacts,
  type ResultRecord,
  resultWith,
  select,
  shownId,
} from "./results.js";
import { currentSource } from "./source.js";
import {
  enlargement,
  estimation,
  givenKernel,
  hasEstimate,
  isOnScreen,
  kernelSoFar,
  kernels,
  type Obstacle,
} from "./state.js";

/**
 * Which kernel to enlarge for: the one that was found or given, that of the training that was stopped, or the usual
 * one.
 */
export type WhichKernel = "found" | "soFar" | "usual";

/** Enlarges the picture; stops what is being computed. */
export async function enlarge(which: WhichKernel = "found"): Promise<void> {
  cancel();
  await compute((call) => enlargeBy(call, which));
}

/**
 * Sets something that only the enlargement depends on: does it again at once, where the kernel is known and the picture
 * is on the screen (following.ts).
 */
export function changeEnlargement<T>(setting: { value: T }, value: T): void {
  if (setting.value === value) return;
  setting.value = value;
  if (hasEstimate.value && isOnScreen.value) void enlarge();
}

/** Enlarges the picture as part of a computation. A result that is there already is shown. */
export async function enlargeBy(call: CallTask, which: WhichKernel = "found"): Promise<void> {
  const source = currentSource();
  const { real: _, ...options } = currentValues();
  const { scale, method } = options;
  if (!source) return;
  const chosen = kernelFor(which);
  const input: UpscaleInput = {
    source,
    maxDrawn: limits.drawn,
    engine: chosenEngine.value,
    ...chosen,
    // No estimate is exact.
    options: { ...options, scale, exactKernel: options.exactKernel && chosen.given !== undefined },
  };
  const key = keyOf(input, options.kernel, which);
  const known = resultWith(key);
  if (known) {
    await showResult(known, call);
    noteSinceStop(which);
    enlargement.value = { phase: "done" };
    return;
  }
  enlargement.value = { phase: "working" };
  const { facts, colours, space, ...pictures } = await call("upscale", input, (progress) => {
    enlargement.value =
      progress.stage === "engine"
        ? { phase: "engine", loaded: progress.loaded, bytes: progress.bytes }
        : { phase: "working", progress };
  });
  const { width, height } = pictures.stored;
  const { seconds } = facts.timing;
  const found = findingOf(input, options.kernel, facts);
  const obstacle = found.origin === "usual" ? obstacleTo(which) : undefined;
  const { wrap } = options;
  const part = { maxPixels: source.maxPixels, part: source.part };
  const { warnings } = facts;
  addResult(
    {
      key,
      scale,
      wrap,
      colours,
      space,
      part,
      width,
      height,
      method,
      sought: options.kernel,
      ...found,
      obstacle,
      seconds,
      warnings,
      record: recordOf(input, facts),
    },
    pictures,
  );
  noteSinceStop(which);
  enlargement.value = { phase: "done" };
  void keep();
}

/** Takes note of the result that is shown as one which was asked for after a stop. */
function noteSinceStop(which: WhichKernel): void {
  const state = estimation.value;
  if (state.phase !== "stopped" || which === "found") return;
  estimation.value = { ...state, made: { ...state.made, [which]: shownId.value } };
}

/** Shows a result that there is. */
export async function showResult(
  result: Result,
  call: CallTask,
  beside: Comparison = comparison.value,
): Promise<void> {
  const source = currentSource();
  if (!source) throw new Error("no file is open");
  const { drawn: maxDrawn } = limits;
  return select(
    result.id,
    beside,
    ({ stored, colours }) => callFiles("draw", { stored, colours, original: source.blob, maxDrawn }),
    ({ scale, wrap, part }) => call("interpolate", { source: { ...source, ...part }, maxDrawn, scale, wrap }),
  );
}

function kernelFor(which: WhichKernel): Pick<UpscaleInput, "estimate" | "given" | "kernelSoFar"> {
  const state = estimation.value;
  const given = givenKernel.value;
  if (which === "found" && given) {
    const { name, kernel, scale } = given;
    return { given: { name, kernels: scale === undefined ? kernel : kernels.value } };
  }
  if (which === "found") return { estimate: state.phase === "done" ? state.estimate : undefined };
  return which === "soFar" ? { kernelSoFar: kernelSoFar.value } : {};
}

/** What the pixels of a result depend on. */
export function keyOf(
  { source, options, ...kernels }: UpscaleInput,
  sought: EstimateMethod,
  which: WhichKernel,
): string {
  const { strength: _, ...values } = options;
  const { maxPixels, part } = source;
  const { estimate, given, kernelSoFar: soFar } = kernels;
  const found = given ? [given.name, given.kernels] : (estimate?.kernel ?? soFar?.raw);
  return JSON.stringify([maxPixels, part, sought, which, values, found], (_, value) =>
    ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
  );
}

/** Why there is no estimate to enlarge for. */
function obstacleTo(which: WhichKernel): Obstacle | undefined {
  const state = estimation.value;
  if (which === "usual") return { code: "asked" };
  // What it had found may be no kernel yet.
  if (which === "soFar") return { code: "training-failed", reason: "the training was stopped too early" };
  return state.phase === "impossible" ? state.obstacle : undefined;
}

/** What a result was made for, and how sure that is. */
export function findingOf(
  input: Pick<UpscaleInput, "estimate" | "given" | "kernelSoFar">,
  sought: EstimateMethod,
  facts: Pick<Upscaled["facts"], "kernel" | "scale" | "kernelOrigin">,
): Pick<ResultFacts, "origin" | "confidence" | "blur"> {
  const origin = originOf(input, sought, facts);
  if (origin !== sought) return { origin };
  return {
    origin,
    confidence: input.estimate?.confidence,
    blur: describeBlur(facts.kernel, facts.scale),
  };
}

function originOf(
  { estimate, given, kernelSoFar: soFar }: Parameters<typeof findingOf>[0],
  sought: EstimateMethod,
  facts: Parameters<typeof findingOf>[2],
): KernelOrigin {
  if (given) return "given";
  if (facts.kernelOrigin === "bicubic" || isUsual(facts.kernel, facts.scale)) return "usual";
  if (soFar) return "stopped";
  if (estimate?.fellBack) return "sharpened";
  return estimate ? sought : "usual";
}

function recordOf({ estimate, options }: UpscaleInput, facts: Upscaled["facts"]): ResultRecord {
  const { kernel, kernelOrigin, noise, light, toneCurve, wrap } = facts;
  return {
    kernel,
    kernelOrigin,
    confidence: kernel.confidence,
    estimateSeconds: estimate?.timing?.seconds ?? 0,
    noise,
    light,
    toneCurve,
    wrap,
    seed: estimate?.method === "kernelgan" ? estimate.seed : (options.seed ?? UPSCALE_OPTIONS.seed.default),
    options: applicableOptions(UPSCALE_OPTIONS, { ...options, kernel: kernelOrigin }),
  };
}

/** Whether a kernel is the one of images that were only shrunk. */
export function isUsual(kernel: Kernel, scale: UpscaleFactor): boolean {
  const usual = reframe(bicubicKernel(scale), kernel.size);
  return usual.data.every((weight, i) => Math.abs(weight - (kernel.data[i] as number)) < 1e-6);
}
