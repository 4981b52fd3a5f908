/**
 * The results that there are of the picture: each is kept without loss, and those on the screen as canvases as well.
 * Which of them is shown, and what it is compared with.
 */
import type {
  BlurDescription,
  EstimateMethod,
  FoundLight,
  FoundWrap,
  Kernel,
  RestoreMethod,
  ToneCurve,
  UpscaleFactor,
  Warning,
  Wrap,
} from "@kernelgan/core";
import { batch, computed, signal } from "@preact/signals";
import type { Colours, Source, StoredPicture } from "../../tasks.js";
import { settings } from "../settings.js";
import { canvasOf, thumbnailOf } from "./canvas.js";
import { remembered } from "./remembered.js";
import type { Obstacle } from "./state.js";
import { mixed } from "./strength.js";

/**
 * What a picture was enlarged for: the kernel of a method, of a file, of a training which was stopped, the usual one,
 * or that which takes sharpening back.
 */
export type KernelOrigin = EstimateMethod | "given" | "stopped" | "usual" | "sharpened";

/** What is known of a result besides its pixels. */
export interface ResultFacts {
  /** Of the settings that it was made with: two results with the same have the same pixels. */
  key: string;
  scale: UpscaleFactor;
  wrap: Wrap;
  colours: Colours;
  /** Of the canvases. */
  space: PredefinedColorSpace;
  /** How much of the file's picture it is of. */
  part: Pick<Source, "maxPixels" | "part">;
  width: number;
  height: number;
  method: RestoreMethod;
  /** How the kernel was sought. */
  sought: EstimateMethod;
  origin: KernelOrigin;
  /** Of the estimate, if its kernel was used. */
  confidence?: number | undefined;
  /** What that looks like. */
  blur?: BlurDescription | undefined;
  /** Of one made in the usual way: why there was no estimate. */
  obstacle?: Obstacle | undefined;
  seconds: number;
  warnings: readonly Warning[];
  record: ResultRecord;
}

/** What the report says of a result besides. */
export interface ResultRecord {
  kernel: Kernel;
  /** The method of the estimate, "bicubic", or the name of the kernel's file. */
  kernelOrigin: string;
  /** Of the estimate, if the kernel was estimated. */
  confidence?: number | undefined;
  /** Seconds that the estimate took, if there was one. */
  estimateSeconds: number;
  /** Standard deviation in gray levels of 255: assumed by `fast`, or put on the examples of `zssr`. */
  noise: number;
  /** What the blur was taken to have mixed, given or found. */
  light: FoundLight;
  /** The tone curve of that light, where it is not sRGB's. */
  toneCurve?: ToneCurve | undefined;
  /** The axes along which the borders were joined, given or found. */
  wrap: FoundWrap;
  seed: number;
  /** The options in effect, by their names in the library. */
  options: Readonly<Record<string, unknown>>;
}

/** A result. */
export interface Result extends ResultFacts {
  /** That no other tab has for one of its results: all tabs keep theirs in the same place. */
  id: number;
  /** 0 to 1: how much of the result is shown and saved, and how much of the interpolated picture. */
  strength: number;
  /** The whole of it, without loss. */
  stored: StoredPicture;
  /** A small picture, as a data URI. */
  thumbnail: string;
}

/** What the result is compared with: the interpolated picture, the pixels of the file, or another result by its id. */
export type Comparison = "bicubic" | "input" | number;

export const results = signal<readonly Result[]>([]);
export const shownId = signal<number | undefined>();
export const comparison = signal<Comparison>("bicubic");

/** Canvases of results, by id, and of interpolated pictures, by what these depend on. */
const whole = signal<ReadonlyMap<number, HTMLCanvasElement>>(new Map());
const interpolated = signal<ReadonlyMap<string, HTMLCanvasElement>>(new Map());
const interpolation = ({ scale, wrap, part }: ResultFacts): string => JSON.stringify([scale, wrap, part]);
const newId = (): number => Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
let lastSelection = 0;

/** A result that can be drawn. */
export interface Drawn {
  result: Result;
  /** The result at its strength. */
  canvas: HTMLCanvasElement;
  bicubic: HTMLCanvasElement;
}

const resultOf = (id: number | undefined): Result | undefined => results.value.find((one) => one.id === id);

function drawn(id: Comparison | undefined): Drawn | undefined {
  const result = typeof id === "number" ? resultOf(id) : undefined;
  const canvas = result && whole.value.get(result.id);
  const bicubic = result && interpolated.value.get(interpolation(result));
  return (
    result &&
    canvas &&
    bicubic && { result, bicubic, canvas: mixed(canvas, bicubic, result.strength, result.space) }
  );
}

/** The result on the screen. */
export const shown = computed(() => drawn(shownId.value));

/** Whether a result is all that the settings ask for: of a search that was stopped it is not. */
export function isAllAsked({ scale, method, sought, origin, obstacle }: Result): boolean {
  const isOfSettings =
    scale === settings.scale.value && method === settings.method.value && sought === settings.kernel.value;
  return isOfSettings && origin !== "stopped" && obstacle?.code !== "asked";
}

/** The other result that it is compared with, if it is one. */
export const comparedResult = computed(() =>
  comparison.value === shownId.value ? undefined : drawn(comparison.value),
);

/** The result with these pixels, if there is one. */
export const resultWith = (key: string): Result | undefined => results.value.find((one) => one.key === key);

/** Adds a result, in place of one with the same key, and shows it. */
export function addResult(
  facts: ResultFacts,
  pictures: { result: ImageBitmap; bicubic: ImageBitmap; stored: StoredPicture },
): void {
  const id = newId();
  const canvas = canvasOf(pictures.result);
  const result: Result = {
    ...facts,
    id,
    strength: settings.strength.value,
    stored: pictures.stored,
    thumbnail: thumbnailOf(canvas),
  };
  batch(() => {
    results.value = [...results.value.filter(({ key }) => key !== facts.key), result];
    interpolated.value = new Map(interpolated.value).set(interpolation(facts), canvasOf(pictures.bicubic));
    whole.value = new Map(whole.value).set(id, canvas);
    display(id, comparison.value);
  });
}

/** Puts back results that were kept. */
export function setResults(kept: readonly Result[]): void {
  results.value = kept;
}

/**
 * Shows a result beside something.
 *
 * @param draw draws a result that is not on a canvas
 * @param interpolate makes an interpolated picture that is not there yet
 */
export async function select(
  id: number,
  beside: Comparison,
  draw: (result: Result) => Promise<ImageBitmap>,
  interpolate: (of: Result) => Promise<ImageBitmap>,
): Promise<void> {
  const selection = ++lastSelection;
  for (const needed of [id, beside]) {
    const result = typeof needed === "number" ? resultOf(needed) : undefined;
    if (!result) continue;
    if (!whole.value.has(result.id)) {
      const canvas = canvasOf(await draw(result));
      whole.value = new Map(whole.value).set(result.id, canvas);
    }
    if (!interpolated.value.has(interpolation(result))) {
      const canvas = canvasOf(await interpolate(result));
      interpolated.value = new Map(interpolated.value).set(interpolation(result), canvas);
    }
  }
  if (selection === lastSelection) display(id, beside);
}

/** Shows it, and lets go of the canvases that are not on the screen. */
function display(id: number | undefined, beside: Comparison): void {
  batch(() => {
    shownId.value = id;
    comparison.value = typeof beside === "number" && !resultOf(beside) ? "bicubic" : beside;
    whole.value = new Map([...whole.value].filter(([of]) => of === id || of === comparison.value));
    const used = new Set(results.value.map(interpolation));
    interpolated.value = new Map([...interpolated.value].filter(([of]) => used.has(of)));
  });
}

/** Changes how much of a result is shown and saved. */
export function setStrength(id: number, strength: number): void {
  batch(() => {
    settings.strength.value = strength;
    results.value = results.value.map((one) => (one.id === id ? { ...one, strength } : one));
  });
}

/** Deletes a result; the last one that is left is shown if it was on the screen. */
export function removeResult(id: number): number | undefined {
  results.value = results.value.filter((one) => one.id !== id);
  if (shownId.value !== id) {
    if (comparison.value === id) comparison.value = "bicubic";
    return shownId.value;
  }
  display(undefined, comparison.value);
  return results.value.at(-1)?.id;
}

/** @returns what brings all of them back, as they are now on the screen */
export function rememberedResults(): () => void {
  const restores = [
    remembered(results),
    remembered(shownId),
    remembered(comparison),
    remembered(whole),
    remembered(interpolated),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

/** Of another file. */
export function clearResults(): void {
  batch(() => {
    results.value = [];
    comparison.value = "bicubic";
    display(undefined, "bicubic");
  });
}
