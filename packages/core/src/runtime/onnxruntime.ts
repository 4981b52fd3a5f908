/** What both packages of ONNX Runtime have in common, as far as it is used here. */
import type { Env, InferenceSessionFactory, TensorConstructor } from "onnxruntime-common";

export interface OnnxRuntime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
  readonly env: Env;
}
