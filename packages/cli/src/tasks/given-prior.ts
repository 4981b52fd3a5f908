/** The file of the trained prior that an image is upscaled with. */
import { denoiserModel } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import { readBytes } from "../files/read-file.js";
import { isPriorFile } from "./task-options.js";

/** The largest file that an engine in WebAssembly has the memory for. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * The bytes of the model.
 *
 * @param prior the option of that name
 * @returns undefined if it names no file
 * @throws KernelGanError `invalid-input` if the file cannot be read, or holds no denoiser in ONNX. The message starts
 *   with the path.
 */
export async function givenPrior(prior: string | undefined): Promise<Uint8Array | undefined> {
  if (!isPriorFile(prior)) return undefined;
  const bytes = await readBytes(prior, { maxBytes: MAX_BYTES });
  return inFile(prior, () => denoiserModel(bytes).bytes);
}
