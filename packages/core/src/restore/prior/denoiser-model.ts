/**
 * Which ONNX models are denoisers that can be a prior: f(x, σ), an image with values in [0, 1] and the standard
 * deviation of its noise on the same range. The level is one channel more of the image (DRUNet, FFDNet: 4 → 3 or 2 →
 * 1), or an input of its own: a number, or a map.
 */
import { KernelGanError } from "../../errors.js";
import { FLOAT, type ModelFacts, type ModelTensor, modelFacts } from "./model-facts.js";

/** How a model is told the noise level. */
export type LevelInput =
  | { readonly kind: "channel" }
  /** A number in this shape, whose dimensions are all 1. */
  | { readonly kind: "number"; readonly name: string; readonly shape: readonly number[] }
  /** [1, channels, h, w] */
  | { readonly kind: "map"; readonly name: string; readonly channels: number };

/** A denoiser in an ONNX file. */
export interface DenoiserModel {
  readonly bytes: Uint8Array;
  /** Of its pictures. */
  readonly channels: 1 | 3;
  /** The name of the input for the picture. */
  readonly image: string;
  readonly level: LevelInput;
  readonly output: string;
  /** The only size of a picture that it takes, where it takes but one; undefined for a side of any length. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** The first bytes of PyTorch's checkpoints: a zip archive, or a pickle. */
const CHECKPOINTS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x80, 0x02],
] as const;
const HOW_TO = "export one as docs/prior.md says";
/** Names of inputs for the level. */
const LEVEL_NAME = /sigma|noise|level|std/i;

/**
 * Reads how a model is to be called.
 *
 * @throws KernelGanError `invalid-input` if the bytes are no ONNX model, or no denoiser that is told the noise level
 */
export function denoiserModel(bytes: Uint8Array): DenoiserModel {
  const facts = modelFacts(bytes);
  if (!facts) {
    const isCheckpoint = CHECKPOINTS.some((start) => start.every((byte, i) => bytes[i] === byte));
    throw unusable(isCheckpoint ? "it is a PyTorch checkpoint, not an ONNX model" : "it is no ONNX model");
  }
  if (facts.hasExternalData) {
    throw unusable("its weights are in another file; export it with external_data=False", "");
  }
  const [output] = facts.outputs;
  if (!output) throw unusable("it has no output");
  const { image, level } = inputsOf(facts);
  for (const tensor of [image, output, ...(level ? [level] : [])]) checkFloat(tensor);
  const [, channels, height, width] = image.shape ?? [];
  return {
    bytes,
    ...channelsOf(channels, output, level),
    image: image.name,
    output: output.name,
    width,
    height,
  };
}

function unusable(reason: string, hint: string = HOW_TO): KernelGanError {
  return new KernelGanError(
    "invalid-input",
    `the prior cannot be used: ${reason}${hint === "" ? "" : `; ${hint}`}`,
  );
}

/** The input for the picture, and that for the level if there is one. */
function inputsOf({ inputs }: ModelFacts): { image: ModelTensor; level: ModelTensor | undefined } {
  if (inputs.length < 1 || inputs.length > 2) {
    throw unusable(
      `it has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(", ")}) where an image and a noise level are expected`,
    );
  }
  const images = inputs.filter(({ shape }) => shape?.length === 4);
  const image = images.find(({ name }) => !LEVEL_NAME.test(name)) ?? images[0];
  if (!image) throw unusable("none of its inputs is an image of shape [1, channels, height, width]");
  const [batch] = image.shape ?? [];
  if (batch !== undefined && batch !== 1) {
    throw unusable(`it takes ${batch} images at once where 1 is expected`);
  }
  return { image, level: inputs.find((tensor) => tensor !== image) };
}

function checkFloat({ name, type }: ModelTensor): void {
  if (type !== FLOAT) throw unusable(`"${name}" is not of type float32`);
}

/** The channels of the pictures, and how the level is given. */
function channelsOf(
  given: number | undefined,
  output: ModelTensor,
  level: ModelTensor | undefined,
): Pick<DenoiserModel, "channels" | "level"> {
  const said = output.shape?.length === 4 ? output.shape[1] : undefined;
  const known = level ? given : given === undefined ? undefined : given - 1;
  const channels = known ?? said;
  // A picture alone: then the output has as many channels.
  if (!level && given !== undefined && (given === said || given === 1 || given === 3)) {
    throw unusable(
      `it is not told the noise level: it has one input, of ${given} channel${given === 1 ? "" : "s"}`,
    );
  }
  if (channels !== 1 && channels !== 3) {
    const wanted = level ? "1 or 3" : "2 or 4 (gray or colour, and the noise level)";
    throw unusable(`its input has ${given ?? "an unknown number of"} channels where ${wanted} are expected`);
  }
  if (said !== undefined && said !== channels) {
    throw unusable(`its output has ${said} channels where ${channels} are expected`);
  }
  return { channels, level: level ? levelInput(level, channels) : { kind: "channel" } };
}

function levelInput({ name, shape = [1] }: ModelTensor, channels: number): LevelInput {
  const [batch = 1, levels = 1, ...sides] = shape;
  if (shape.length === 4 && sides.some((side) => side !== 1)) {
    if (batch === 1 && (levels === 1 || levels === channels)) return { kind: "map", name, channels: levels };
  } else if (shape.length <= 4 && shape.every((size = 1) => size === 1)) {
    return { kind: "number", name, shape: shape.map(() => 1) };
  }
  throw unusable(
    `its input "${name}" has the shape [${shape.map((size) => size ?? "any").join(", ")}] where a noise level is expected, one number or a map`,
  );
}
