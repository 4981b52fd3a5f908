/** Counts the arithmetic of a graph's matrix products and convolutions: 2 operations per multiply-add. */
import { type Graph, type Node, sizeOf } from "../../packages/core/dist/graph/graph.js";

export function flops(graph: Graph): number {
  return graph.orderedNodes().reduce((total, node) => total + 2 * multiplyAdds(node), 0);
}

function multiplyAdds({ opType, inputs, outputs, attributes }: Node): number {
  const [a, b] = inputs;
  const out = outputs[0] ? sizeOf(outputs[0].shape) : 0;
  if (!a || !b) return 0;
  switch (opType) {
    case "MatMul":
      return out * (a.shape.at(-1) ?? 0);
    case "Gemm":
      return out * ((attributes.transA ? a.shape[0] : a.shape[1]) ?? 0);
    case "Conv":
      return out * sizeOf(b.shape.slice(1));
    case "ConvTranspose":
      return sizeOf(a.shape) * sizeOf(b.shape.slice(1));
    default:
      return 0;
  }
}
