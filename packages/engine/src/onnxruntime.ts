/** ONNX Runtime's interface, as far as it is used here. Its WebAssembly, WebGPU and native packages all have it. */

/** An array of numbers. */
export interface OnnxTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** A loaded model. */
export interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** The runtime. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options?: OnnxSessionOptions): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
  readonly env: {
    readonly versions: { readonly web?: string | undefined; readonly node?: string | undefined };
    logLevel?: "verbose" | "info" | "warning" | "error" | "fatal" | undefined;
    readonly wasm: {
      wasmBinary?: ArrayBufferLike | Uint8Array | undefined;
      wasmPaths?: string | { mjs?: string | URL; wasm?: string | URL } | undefined;
      numThreads?: number | undefined;
    };
  };
}

/** How to load a model. */
export interface OnnxSessionOptions {
  executionProviders?: readonly string[];
  intraOpNumThreads?: number;
  interOpNumThreads?: number;
  graphOptimizationLevel?: "disabled" | "basic" | "extended" | "layout" | "all";
  logSeverityLevel?: 0 | 1 | 2 | 3 | 4;
  extra?: Record<string, unknown>;
}
