/** From the options to the model of a prior. */
import { check } from "../../errors.js";
import { shown } from "../../shown.js";
import { type DenoiserModel, denoiserModel } from "./denoiser-model.js";

/** The bytes of an ONNX model. */
export type PriorModel = Uint8Array;

/** The prior that is part of this package, as a value of the option `prior`. */
export const SMALL_PRIOR = "small";
/** The name of a model that has no other. */
export const GIVEN_PRIOR = "given";

/**
 * The model that the option names, or that is given.
 *
 * @returns undefined for none
 * @throws KernelGanError `invalid-argument` if there is none of this name, `invalid-input` as denoiserModel
 */
export async function openPrior(
  name: string | undefined,
  model: PriorModel | undefined,
): Promise<DenoiserModel | undefined> {
  if (name === undefined) return undefined;
  if (model !== undefined) {
    check(
      name !== SMALL_PRIOR,
      () => `"prior" is ${SMALL_PRIOR}, but a model is given; leave one of them out`,
    );
    check(
      model instanceof Uint8Array,
      () => `"priorModel" must be the bytes of an ONNX model, a Uint8Array, got ${shown(model)}`,
    );
    return denoiserModel(model);
  }
  check(
    name === SMALL_PRIOR,
    () => `"prior" must be ${SMALL_PRIOR} where no "priorModel" is given, got ${shown(name)}`,
  );
  const { SMALL_PRIOR_MODEL } = await import("./generated/small-prior.js");
  return denoiserModel(Uint8Array.from(atob(SMALL_PRIOR_MODEL), (character) => character.charCodeAt(0)));
}
