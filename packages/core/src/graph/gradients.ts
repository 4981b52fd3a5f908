/**
 * Reverse-mode differentiation of a graph.
 *
 * With L the loss and y = f(x), each operation carries the rule dL/dx = Jᵀ · dL/dy. Walking the operations from the
 * loss backwards and adding up what arrives at each tensor gives the gradients of L with respect to all of them
 * (Griewank and Walther, "Evaluating Derivatives", chapter 3). The result is more nodes of the same graph.
 */
import { check } from "../errors.js";
import { formatShape, sameShape, sizeAlong, sizeOf, type Tensor } from "./graph.js";
import { add } from "./ops/arithmetic.js";
import { concat } from "./ops/shape.js";

/**
 * Gradients of a scalar loss.
 *
 * @param loss a tensor with one element
 * @param wrt the tensors to differentiate with respect to
 * @returns one tensor per entry of `wrt`, of its shape
 * @throws KernelGanError `invalid-argument` if the loss is no scalar or does not depend on an entry of `wrt`
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  check(sizeOf(loss.shape) === 1, () => `a loss has one element, got shape ${formatShape(loss.shape)}`);
  const { graph } = loss;
  const order = dependencyOrder(loss, wrt);
  const needed = new Set(order);
  const partsOf = new Map<Tensor, Parts>([[loss, [graph.constant(1, loss.shape)]]]);
  const gradientOf = (tensor: Tensor): Tensor | undefined => {
    const parts = partsOf.get(tensor);
    return parts && total(parts);
  };
  for (const tensor of order.reverse()) {
    const operation = graph.operationOf(tensor);
    if (!operation) continue;
    const grad = gradientOf(tensor);
    if (!grad) continue;
    const wanted = operation.inputs.map((input) => needed.has(input));
    const parts = operation.rule(grad, wanted);
    operation.inputs.forEach((input, i) => {
      const part = parts[i];
      if (!wanted[i] || !part) return;
      check(
        sameShape(part.shape, input.shape),
        () =>
          `gradient of shape ${formatShape(part.shape)} for a tensor of shape ${formatShape(input.shape)}`,
      );
      const known = partsOf.get(input);
      if (known) known.push(part);
      else partsOf.set(input, [part]);
    });
  }
  return wrt.map((tensor) => {
    const grad = gradientOf(tensor);
    check(
      grad !== undefined,
      () => `the loss does not depend on ${tensor.name} ${formatShape(tensor.shape)}`,
    );
    return grad;
  });
}

/** What arrives at one tensor. */
type Parts = [Tensor, ...Tensor[]];

/**
 * The sum of what arrives at one tensor. A tensor that is cut into slices gets each slice's gradient padded with
 * zeros; where those meet without a gap they are joined instead of added.
 */
function total(parts: Readonly<Parts>): Tensor {
  const [first, ...others] = parts;
  return joinSlices(parts) ?? others.reduce(add, first);
}

function joinSlices(parts: Readonly<Parts>): Tensor | undefined {
  const slices = parts.map(paddedSlice).filter((slice) => slice !== undefined);
  const [any] = slices;
  if (!any || slices.length < 2 || slices.length < parts.length) return undefined;
  slices.sort((a, b) => a.start - b.start);
  const { axis } = any;
  let end = 0;
  for (const s of slices) {
    if (s.axis !== axis || s.start !== end) return undefined;
    end += sizeAlong(s.slice, axis);
  }
  return end === any.size
    ? concat(
        slices.map((s) => s.slice),
        axis,
      )
    : undefined;
}

interface PaddedSlice {
  slice: Tensor;
  axis: number;
  start: number;
  size: number;
}

/** What a Pad node of slice's gradient rule was made from. */
function paddedSlice(tensor: Tensor): PaddedSlice | undefined {
  const { node, shape, graph } = tensor;
  const [slice, pads] = node?.opType === "Pad" ? node.inputs : [];
  if (!slice || !pads) return undefined;
  const axis = shape.findIndex((n, i) => n !== slice.shape[i]);
  return { slice, axis, start: Number(graph.constantValues(pads)[axis]), size: sizeAlong(tensor, axis) };
}

/** Tensors that lie on a path from an entry of `wrt` to the loss, inputs before users. */
function dependencyOrder(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  const targets = new Set(wrt);
  const leadsToTarget = new Map<Tensor, boolean>();
  const order: Tensor[] = [];
  const visit = (tensor: Tensor): boolean => {
    const known = leadsToTarget.get(tensor);
    if (known !== undefined) return known;
    let leads = targets.has(tensor);
    for (const input of tensor.graph.operationOf(tensor)?.inputs ?? []) {
      if (visit(input)) leads = true;
    }
    leadsToTarget.set(tensor, leads);
    if (leads) order.push(tensor);
    return leads;
  };
  visit(loss);
  return order;
}
