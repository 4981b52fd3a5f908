/** @kernelgan/core: blind super-resolution kernel estimation (KernelGAN) for Node and the browser. */
export * from "./errors.js";
export * from "./estimate/index.js";
export { KERNEL_SIZES } from "./gan/generator.js";
export { type KernelGanSettings, PRESETS, type Preset, type SettingsOverrides } from "./gan/presets.js";
export type { DMaps, LossHistory } from "./gan/run-record.js";
export { LOSS_NAMES, type LossName } from "./gan/training-layout.js";
export * from "./image/index.js";
export * from "./kernel/index.js";
export * from "./metrics/index.js";
export * from "./random.js";
export * from "./restore/index.js";
export { DEVICES, type Device, workingDevices } from "./runtime/device.js";
export { provideEngine, type WasmDevice } from "./runtime/engine-bytes.js";
export * from "./spectral/index.js";
