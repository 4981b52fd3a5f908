/** Checks of gradients and values that the graph tests share. */
import { describe, expect, it } from "vitest";
import { gradients } from "../../src/graph/gradients.js";
import { type Dialect, Graph, type Shape, sizeOf, type Tensor } from "../../src/graph/graph.js";
import { mul } from "../../src/graph/ops/arithmetic.js";
import { sum } from "../../src/graph/ops/reduce.js";
import { random } from "../../src/random.js";
import { openEngine } from "../../src/runtime/device.js";
import { openSession } from "../../src/runtime/session.js";
import { largestDifference } from "./noise.js";
import { evaluate, type Value, value } from "./reference.js";

/** An expression to check: shapes of its inputs and how it is built. */
export interface Expression {
  shapes: readonly Shape[];
  build: (...inputs: Tensor[]) => Tensor;
  /** Range that input values are drawn from; default [-1, 1]. */
  range?: readonly [number, number];
  /** Default `native`. */
  dialect?: Dialect;
}

/** Tests of each expression: gradients against finite differences, values and gradients in the engine. */
export function checkExpressions(expressions: Readonly<Record<string, Expression>>): void {
  describe.each(Object.entries(expressions))("%s", (_, expression) => {
    it("has the gradients of finite differences", () => expectGradients(expression));
    it("gives the reference's numbers in ONNX Runtime", () => expectSameInEngine(expression));
  });
}

interface Prepared {
  graph: Graph;
  inputs: Tensor[];
  output: Tensor;
  /** Σ output · w with random w, so that every element of the output counts. */
  loss: Tensor;
  feeds: Record<string, Value>;
}

function prepare({ shapes, build, range: [low, high] = [-1, 1], dialect }: Expression): Prepared {
  const numbers = random(1);
  const draw = (n: number): Float64Array =>
    Float64Array.from({ length: n }, () => low + (high - low) * numbers.uniform());
  const graph = new Graph("t", dialect);
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  const output = build(...inputs);
  const loss = sum(mul(output, graph.constant(draw(sizeOf(output.shape)), output.shape)));
  const feeds = Object.fromEntries(inputs.map((t) => [t.name, value(t.shape, draw(sizeOf(t.shape)))]));
  return { graph, inputs, output, loss, feeds };
}

/** Expects the gradients with respect to all inputs to equal central differences, in float64. */
export function expectGradients(expression: Expression): void {
  const { graph, inputs, loss, feeds } = prepare(expression);
  const computed = evaluate(graph, feeds, gradients(loss, inputs));
  const h = 1e-6;
  const lossAt = (): number => evaluate(graph, feeds, [loss])[0]!.data[0]!;
  inputs.forEach((input, i) => {
    const { data } = feeds[input.name]!;
    const stride = Math.max(1, Math.floor(data.length / 24));
    for (let j = 0; j < data.length; j += stride) {
      const x = data[j]!;
      data[j] = x + h;
      const above = lossAt();
      data[j] = x - h;
      const below = lossAt();
      data[j] = x;
      const difference = (above - below) / (2 * h);
      const gradient = computed[i]!.data[j];
      expect(Math.abs(gradient! - difference), `input ${i}, element ${j}`).toBeLessThan(
        1e-6 * (1 + Math.abs(difference)),
      );
    }
  });
}

/** Expects ONNX Runtime to compute the value and the gradients that the reference computes. */
export async function expectSameInEngine(expression: Expression, tolerance = 2e-5): Promise<void> {
  const { graph, inputs, output, loss, feeds } = prepare(expression);
  const wanted = [output, ...gradients(loss, inputs)];
  for (const [i, tensor] of wanted.entries()) graph.output(`y${i}`, tensor);
  const expected = evaluate(graph, feeds, wanted);
  const session = await openSession(await openEngine("auto", 1), graph);
  const tensors = Object.entries(feeds).map(
    ([name, v]) => [name, session.tensor(Float32Array.from(v.data), v.shape)] as const,
  );
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  expected.forEach(({ shape, data }, i) => {
    const result = results[`y${i}`];
    expect(result!.dims).toEqual([...shape]);
    const scale = Math.max(1, ...data.map(Math.abs));
    expect(largestDifference(result!.data as Float32Array, data)).toBeLessThan(tolerance * scale);
  });
}
