/**
 * Parameters packed into vectors, "slabs". Adam updates a slab as a whole; for a small tensor the calls of its dozen
 * operations would cost more than the arithmetic, so all small tensors of a network share one slab.
 *
 * The networks themselves see their parameters by name and shape: `unpack` cuts them out of the slabs. The gradients of
 * the pieces join to that of the slab (graph/gradients.ts).
 */
import { type AdamOptions, type AdamState, adam } from "../graph/adam.js";
import { gradients } from "../graph/gradients.js";
import { type Shape, sizeOf, type Tensor } from "../graph/graph.js";
import { mul } from "../graph/ops/arithmetic.js";
import { reshape, slice } from "../graph/ops/shape.js";
import { zip } from "./collections.js";

/** Tensors with fewer numbers share a slab. */
const SHARED_BELOW = 32_768;

/** One vector of parameters. */
export interface Slab<Name extends string = string> {
  readonly name: string;
  readonly length: number;
  /** What lies where in it. */
  readonly parameters: readonly { readonly name: Name; readonly offset: number; readonly shape: Shape }[];
}

/** A network's parameters: its slabs, and the values and moments of each. */
export interface PackedParameters<Name extends string = string> {
  readonly slabs: readonly Slab<Name>[];
  readonly states: readonly AdamState[];
}

/** Divides the parameters of a network among slabs. */
export function packIntoSlabs<Name extends string>(
  network: string,
  shapes: Readonly<Record<Name, Shape>>,
): Slab<Name>[] {
  const all = Object.entries<Shape>(shapes).map(([name, shape]) => ({ name: name as Name, shape }));
  const large = all.filter(({ shape }) => sizeOf(shape) >= SHARED_BELOW);
  const small = all.filter(({ shape }) => sizeOf(shape) < SHARED_BELOW);
  return [
    ...large.map((parameter) => slab(`${network}.${parameter.name}`, [parameter])),
    slab(`${network}.rest`, small),
  ];
}

function slab<Name extends string>(name: string, contents: { name: Name; shape: Shape }[]): Slab<Name> {
  let length = 0;
  const parameters = contents.map((parameter) => {
    const offset = length;
    length += sizeOf(parameter.shape);
    return { ...parameter, offset };
  });
  return { name, length, parameters };
}

/** The parameters by name, in their own shapes. */
export function unpack<Name extends string>({ slabs, states }: PackedParameters<Name>): Record<Name, Tensor> {
  const entries = zip(slabs, states).flatMap(([{ parameters }, { value }]) =>
    parameters.map(({ name, offset, shape }) => [
      name,
      reshape(slice(value, 0, offset, offset + sizeOf(shape)), shape),
    ]),
  );
  return Object.fromEntries(entries) as Record<Name, Tensor>;
}

/** One step of Adam down the gradient of `loss`; `step` and `gain` are α and κ of adam.ts. */
export function descend<Name extends string>(
  { slabs, states }: PackedParameters<Name>,
  loss: Tensor,
  { step, gain }: { step: Tensor; gain: Tensor },
  options: AdamOptions,
): PackedParameters<Name> {
  const slopes = gradients(
    mul(loss, gain),
    states.map(({ value }) => value),
  );
  return { slabs, states: zip(states, slopes).map(([state, slope]) => adam(state, slope, step, options)) };
}
