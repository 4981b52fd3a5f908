/**
 * What a kernel file can hold besides the kernel's numbers: the document of `.json` files, of which `.png`
 * files carry the short form.
 */
import {
  KERNEL_CONVENTIONS,
  type Kernel,
  type KernelConvention,
  KernelGanError,
  kernelRows,
} from "@kernelgan/core";
import { check, checkKernel, notesOf, shown } from "@kernelgan/core/internal";
import { checkDeclared, checkDecodeOptions, type DecodeOptions } from "./limits.js";
import { notesFrom } from "./notes.js";
import { checkOrigin, isScale, type KernelOrigin } from "./origin.js";
import { squareKernel } from "./square.js";
import { version } from "./version.js";

/** Brackets in brackets: our files have 4. */
const MAX_DEPTH = 32;

/**
 * A kernel read from a file, with its scale where the file has it; the kernel has its `confidence` where the file says
 * it.
 */
export interface KernelFile {
  kernel: Kernel;
  scale?: number | undefined;
}

/** A kernel as a file holds it. */
export interface StoredKernel extends KernelFile {
  /** The convention that the file names. */
  convention?: KernelConvention | undefined;
}

/**
 * The JSON document of a kernel, which is written as it is, whatever the origin says of its convention:
 * `{ kernel: [[…], …], size, scale, convention, image, seed, options, confidence, fellBack, light, toneCurve, …details,
 * version }`, without the convention if that is "aligned", and without what is not known. Numbers are exact (they parse
 * to the same doubles); each row of the kernel is one line, and so is the tone curve: the light of the pixel values 0,
 * 1/64, …, 1.
 *
 * @throws KernelGanError `invalid-argument` for what is no kernel, or an origin that makes no sense or is no plain JSON
 */
export function encodeJson(k: Kernel, origin: KernelOrigin = {}): Uint8Array<ArrayBuffer> {
  checkKernel(k);
  checkOrigin(origin);
  return new TextEncoder().encode(`${inlineArrays(jsonText(kernelDocument(k, origin)))}\n`);
}

function jsonText(document: object): string {
  try {
    return JSON.stringify(document, null, 2);
  } catch (error) {
    // Numbers of BigInt, objects that hold themselves.
    throw new KernelGanError(
      "invalid-argument",
      "the options and details of a kernel's origin must be plain JSON",
      {
        cause: error,
      },
    );
  }
}

/** The document for a text chunk: the kernel, its notes, scale, convention, seed and version on one line of ASCII. */
export function shortDocument(k: Kernel, { scale, convention, seed }: KernelOrigin): string {
  return JSON.stringify(kernelDocument(k, { scale, convention, seed }));
}

/**
 * The kernel in a JSON document: an object with `kernel` (rows of numbers), maybe `scale`, `convention`, `confidence`,
 * `fellBack`, `light` and `toneCurve`, or the rows alone.
 *
 * @throws KernelGanError `invalid-input` if the text is not that, or the kernel larger than is allowed;
 *   `invalid-argument` for what is no text, or options that make no sense.
 */
export function decodeJson(text: string, options: DecodeOptions = {}): StoredKernel {
  check(typeof text === "string", () => `a JSON document is given as a text, got ${shown(text)}`);
  checkDecodeOptions(options);
  const document = parse(text);
  const isObject = typeof document === "object" && document !== null && !Array.isArray(document);
  const found = (isObject ? document : { kernel: document }) as Record<string, unknown>;
  const { kernel: rows } = found;
  if (!isMatrix(rows)) {
    throw new KernelGanError(
      "invalid-input",
      'has no kernel: a JSON file needs { "kernel": rows of numbers }',
    );
  }
  const columns = rows[0]?.length ?? 0;
  checkDeclared(rows.length, columns, rows.length * columns, options);
  const kernel = squareKernel(rows.length, columns, rows.flat());
  const convention = conventionOf(found);
  const scale = scaleOf(found);
  return {
    kernel: { ...kernel, ...notesFrom(found, options) },
    ...(scale === undefined ? {} : { scale }),
    ...(convention === undefined ? {} : { convention }),
  };
}

function kernelDocument(k: Kernel, origin: KernelOrigin): Record<string, unknown> {
  const { scale, image, seed, options, details } = origin;
  const convention = origin.convention === "aligned" ? undefined : origin.convention;
  const own = {
    kernel: kernelRows(k),
    size: k.size,
    scale,
    convention,
    image,
    seed,
    options,
    ...notesOf(k),
  };
  const twice = Object.keys(details ?? {}).find((name) => name in own);
  check(twice === undefined, () => `the file has a "${twice}" of its own; give the detail another name`);
  return { ...own, ...details, version };
}

function scaleOf({ scale }: Record<string, unknown>): number | undefined {
  if (typeof scale !== "number") return undefined;
  if (isScale(scale)) return scale;
  throw new KernelGanError("invalid-input", `is for scale ${scale}, but a scale is a positive number`);
}

function conventionOf({ convention }: Record<string, unknown>): KernelConvention | undefined {
  if (convention === undefined) return undefined;
  const known = KERNEL_CONVENTIONS.find((name) => name === convention);
  if (known) return known;
  throw new KernelGanError(
    "invalid-input",
    `is in a convention that is not known (${String(convention)}); known are ${KERNEL_CONVENTIONS.join(", ")}`,
  );
}

/** Puts arrays of numbers on one line each. */
function inlineArrays(json: string): string {
  return json.replace(
    /\[\s+(-?[\d.][^[\]{}"]*?)\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, " ")}]`,
  );
}

function parse(text: string): unknown {
  try {
    checkDepth(text);
    return JSON.parse(text);
  } catch (error) {
    throw new KernelGanError("invalid-input", "is not valid JSON", { cause: error });
  }
}

/** Millions of brackets in brackets would take seconds, and hold no kernel. */
function checkDepth(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    if (depth > MAX_DEPTH) throw new RangeError("nested too deep");
  }
}

function isMatrix(value: unknown): value is number[][] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (row) =>
        Array.isArray(row) && row.length === value[0].length && row.every((v) => typeof v === "number"),
    )
  );
}
