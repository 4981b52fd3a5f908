import { expect, it } from "vitest";
import { adam, adamStep } from "../../src/graph/adam.js";
import { Graph } from "../../src/graph/graph.js";
import { random } from "../../src/random.js";
import { evaluate, value } from "../helpers/reference.js";

it("takes the steps of the published algorithm", () => {
  const options = { beta1: 0.5, beta2: 0.999, epsilon: 1e-12 };
  const learningRate = 2e-4;
  const graph = new Graph();
  const input = (name: string) => graph.input(name, [4]);
  const state = { value: input("value"), first: input("first"), second: input("second") };
  const step = graph.input("step", []);
  const updated = adam(state, input("grad"), step, options);

  const numbers = random(1);
  const draw = (): Float64Array => Float64Array.from({ length: 4 }, () => numbers.normal());
  const zeros = (): Float64Array => new Float64Array(4);
  const w = draw();
  const [m, v] = [zeros(), zeros()];
  let [ours, first, second]: Float64Array[] = [w.slice(), zeros(), zeros().fill(options.epsilon ** 2)];
  for (let t = 1; t <= 50; t++) {
    const g = draw();
    for (let i = 0; i < 4; i++) {
      m[i] = options.beta1 * m[i]! + (1 - options.beta1) * g[i]!;
      v[i] = options.beta2 * v[i]! + (1 - options.beta2) * g[i]! ** 2;
      const [mHat, vHat] = [m[i]! / (1 - options.beta1 ** t), v[i]! / (1 - options.beta2 ** t)];
      w[i]! -= (learningRate * mHat) / (Math.sqrt(vHat) + options.epsilon);
    }
    const { step: alpha, gain } = adamStep(t, learningRate, options);
    const feeds = {
      value: value([4], ours!),
      first: value([4], first!),
      second: value([4], second!),
      grad: value(
        [4],
        g.map((x) => gain * x),
      ),
      step: value([], [alpha]),
    };
    const [a, b, c] = evaluate(graph, feeds, [updated.value, updated.first, updated.second]);
    [ours, first, second] = [a!.data, b!.data, c!.data];
    for (let i = 0; i < 4; i++) expect(ours[i]).toBeCloseTo(w[i]!, 9);
  }
});
