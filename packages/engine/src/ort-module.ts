/** The types of `#ort`, which is made by build/make.ts. */
import type { OnnxRuntime } from "./onnxruntime.js";

export declare const InferenceSession: OnnxRuntime["InferenceSession"];
export declare const Tensor: OnnxRuntime["Tensor"];
export declare const env: OnnxRuntime["env"];
/** Of the script itself, which its threads load; Node's has none. */
export declare const address: string | undefined;
