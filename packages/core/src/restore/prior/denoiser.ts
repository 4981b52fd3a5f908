/** A denoiser from an ONNX file, loaded into an engine: applied to images of any size, window by window. */
import { KernelGanError } from "../../errors.js";
import { mirror, type PlanarImage, planarImage, type Rectangle } from "../../image/index.js";
import { saysNoMemory } from "../../no-memory.js";
import type { Engine } from "../../runtime/engine.js";
import { type EngineTensor, openModel, type Session } from "../../runtime/session.js";
import type { DenoiserModel } from "./denoiser-model.js";
import { type Window, windows } from "./windows.js";

/**
 * How a window is turned before the network sees it: bit 0 upside down, bit 1 left to right, bit 2 rows become columns.
 */
export type Turn = number;
/** So many turns there are. */
export const TURNS = 8;
const TRANSPOSED = 4;

/** To be called after each window. */
export type OnWindow = () => Promise<void>;

export class Denoiser {
  readonly #session: Session;
  readonly #windowSize: number | undefined;

  private constructor(
    readonly model: DenoiserModel,
    session: Session,
    windowSize: number | undefined,
  ) {
    this.#session = session;
    this.#windowSize = windowSize;
  }

  /**
   * @param windowSize largest side of what is used of a window, in pixels
   * @throws KernelGanError `invalid-input` if the engine cannot run the model
   */
  static async open(engine: Engine, model: DenoiserModel, windowSize?: number): Promise<Denoiser> {
    try {
      return new Denoiser(model, await openModel(engine, model.bytes), windowSize);
    } catch (cause) {
      throw cannotRun(cause);
    }
  }

  /** How many windows an image of this size takes. */
  count(width: number, height: number): number {
    return this.#windows(width, height).length;
  }

  /**
   * The image without the noise.
   *
   * @param image [c, h, w], c that of the model
   * @param sigma σ of the noise, on [0, 1]
   * @throws KernelGanError `invalid-input` if the network gives something else than an image of the same size
   */
  async denoise(image: PlanarImage, sigma: number, turn: Turn, onWindow: OnWindow): Promise<PlanarImage> {
    const result = planarImage(image.width, image.height, image.channels);
    for (const window of this.#windows(image.width, image.height)) {
      await this.#denoiseWindow(image, window, sigma, this.#possible(turn), result);
      await onWindow();
    }
    return result;
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #windows(width: number, height: number): Window[] {
    return windows(width, height, this.model, this.#windowSize);
  }

  /** A network for pictures of one shape does not see them on their side. */
  #possible(turn: Turn): Turn {
    const { width, height } = this.model;
    return width === height ? turn : turn % TRANSPOSED;
  }

  async #denoiseWindow(
    image: PlanarImage,
    { seen, used }: Window,
    sigma: number,
    turn: Turn,
    result: PlanarImage,
  ): Promise<void> {
    const { channels } = image;
    const pixels = seen.width * seen.height;
    const isTransposed = (turn & TRANSPOSED) !== 0;
    const [width, height] = isTransposed ? [seen.height, seen.width] : [seen.width, seen.height];
    const isOneInput = this.model.level.kind === "channel";
    const data = new Float32Array((channels + (isOneInput ? 1 : 0)) * pixels);
    const place = turnedPlaces(seen, turn);
    load(image, seen, place, data);
    data.fill(sigma, channels * pixels);
    const { image: name, output } = this.model;
    const results = await this.#run({
      [name]: this.#session.tensor(data, [1, data.length / pixels, height, width]),
      ...this.#levelFeed(sigma, width, height),
    });
    const tensor = results[output];
    const wanted = [1, channels, height, width];
    const values = tensor?.data as Float32Array;
    if (!tensor || values.length !== channels * pixels || tensor.dims.some((n, i) => n !== wanted[i])) {
      throw new KernelGanError(
        "invalid-input",
        `the prior cannot be used: of an image of ${width}×${height} it makes [${tensor?.dims.join(", ") ?? ""}] where [${wanted.join(", ")}] is expected`,
      );
    }
    store(values, place, { seen, used }, result);
  }

  #levelFeed(sigma: number, width: number, height: number): Record<string, EngineTensor> {
    const { level } = this.model;
    if (level.kind === "channel") return {};
    const shape = level.kind === "number" ? level.shape : [1, level.channels, height, width];
    const length = shape.reduce((a, b) => a * b, 1);
    return { [level.name]: this.#session.tensor(new Float32Array(length).fill(sigma), shape) };
  }

  async #run(feeds: Readonly<Record<string, EngineTensor>>): Promise<Readonly<Record<string, EngineTensor>>> {
    try {
      return await this.#session.run(feeds);
    } catch (cause) {
      throw cannotRun(cause);
    }
  }
}

/** Where the pixel of each row and column of a window lies in what the network sees: rows[y] + columns[x]. */
interface Places {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

function turnedPlaces({ width, height }: Rectangle, turn: Turn): Places {
  const isTransposed = (turn & TRANSPOSED) !== 0;
  const [rowStep, columnStep] = isTransposed ? [1, height] : [width, 1];
  return {
    rows: Int32Array.from({ length: height }, (_, y) => rowStep * (turn & 1 ? height - 1 - y : y)),
    columns: Int32Array.from({ length: width }, (_, x) => columnStep * (turn & 2 ? width - 1 - x : x)),
  };
}

/** Copies what the window sees of the image. */
function load(image: PlanarImage, seen: Rectangle, { rows, columns }: Places, target: Float32Array): void {
  const across = Int32Array.from({ length: seen.width }, (_, i) => mirror(seen.x + i, image.width));
  for (let c = 0; c < image.channels; c++) {
    for (let y = 0; y < seen.height; y++) {
      const from = (c * image.height + mirror(seen.y + y, image.height)) * image.width;
      const to = c * seen.width * seen.height + rows[y]!;
      for (let x = 0; x < seen.width; x++) target[to + columns[x]!] = image.data[from + across[x]!]!;
    }
  }
}

/** Copies what is used of the window to its place. */
function store(
  values: Float32Array,
  { rows, columns }: Places,
  { seen, used }: Window,
  to: PlanarImage,
): void {
  for (let c = 0; c < to.channels; c++) {
    for (let y = 0; y < used.height; y++) {
      const from = c * seen.width * seen.height + rows[used.y - seen.y + y]!;
      const at = (c * to.height + used.y + y) * to.width + used.x;
      for (let x = 0; x < used.width; x++) {
        const value = values[from + columns[used.x - seen.x + x]!]!;
        if (!Number.isFinite(value)) throw notNumbers();
        to.data[at + x] = value;
      }
    }
  }
}

function notNumbers(): KernelGanError {
  return new KernelGanError("invalid-input", "the prior cannot be used: it makes values that are no numbers");
}

/** Names an operator that the engine lacks, in the words of ONNX Runtime. */
const MISSING_OPERATOR =
  /(?:implementation for|No Op registered for|not a registered function\/op:?|Unrecognized operator:?) *'?"?([A-Za-z][\w.:]*)/i;
const NOT_REGISTERED = /([\w.:]+)(?:\(-?\d+\))? is not a registered function\/op/;
/** A version of ONNX's operators that the engine does not know. */
const NEWER = /opset (\d+) is under development/i;
/** What stands before the message: an error code, a place in the source, and a function. */
const PLACE = /^.*?ERROR_MESSAGE: |^\S+\.(?:h|cc):\d+ .*?\) (?=[A-Z])/g;

/** What the engine says about a model, in one line. */
function cannotRun(cause: unknown): unknown {
  const text = String(cause instanceof Error ? cause.message : cause);
  if (cause instanceof RangeError || text.includes("RangeError") || saysNoMemory(text)) return cause;
  const operator = (NOT_REGISTERED.exec(text) ?? MISSING_OPERATOR.exec(text))?.[1];
  const version = NEWER.exec(text)?.[1];
  const [line = ""] = text.split("\n");
  const reason = operator
    ? `this engine has no operator ${operator}; export it with operators of ONNX alone, of opset 18 or earlier`
    : version
      ? `this engine does not know opset ${version}; export it with opset 18 or earlier`
      : `the engine says: ${line.replace(PLACE, "").replace(PLACE, "")}`;
  return new KernelGanError("invalid-input", `the prior cannot be used: ${reason}`, { cause });
}
