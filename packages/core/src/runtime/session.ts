/** A graph loaded into an engine, ready to run any number of times. */
import type { OnnxSessionOptions, OnnxTensor } from "@kernelgan/engine";
import { encodeModel } from "../graph/encode.js";
import type { Graph, Shape } from "../graph/graph.js";
import type { Engine } from "./engine.js";

/** A float32 tensor of the engine. What one run returned can be fed to the next without being looked at. */
export type EngineTensor = OnnxTensor;

/** A loaded graph. */
export interface Session {
  /** Wraps numbers for the engine; not copied, so do not change them while a run is under way. */
  tensor(data: Float32Array, shape: Shape): EngineTensor;
  /** Runs the graph: values of all inputs in, values of all outputs out. */
  run(feeds: Readonly<Record<string, EngineTensor>>): Promise<Readonly<Record<string, EngineTensor>>>;
  /** Frees the engine's memory. */
  release(): Promise<void>;
}

/**
 * An output of a run by its name.
 *
 * @throws Error if the graph has no such output
 */
export function outputOf(results: Readonly<Record<string, EngineTensor>>, name: string): EngineTensor {
  const tensor = results[name];
  if (!tensor) throw new Error(`the graph has no output "${name}"`);
  return tensor;
}

/** The numbers of an output. */
export function numbersOf(results: Readonly<Record<string, EngineTensor>>, name: string): Float32Array {
  return outputOf(results, name).data as Float32Array;
}

/** Loads a graph into an engine. */
export function openSession(engine: Engine, graph: Graph): Promise<Session> {
  return openModel(engine, encodeModel(graph));
}

/**
 * Loads an ONNX model into an engine.
 *
 * @throws what the engine throws if it cannot
 */
export async function openModel(engine: Engine, model: Uint8Array): Promise<Session> {
  const { InferenceSession, Tensor } = engine.runtime;
  const session = await InferenceSession.create(model, sessionOptions(engine));
  return {
    tensor: (data, shape) => new Tensor("float32", data, shape),
    run: (feeds) => session.run(feeds),
    release: () => session.release(),
  };
}

function sessionOptions({ provider, threads }: Engine): OnnxSessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    // Errors only: warnings name nodes that no user of this library knows.
    logSeverityLevel: 3,
    // Gradients that fade to 0 pass through numbers so small that processors handle them a hundred times slower.
    extra: { session: { set_denormal_as_zero: "1" } },
  };
}
