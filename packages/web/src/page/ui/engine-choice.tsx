/** Where to compute. */
import {
  chosenEngine,
  compareEngines,
  comparing,
  comparison,
  engineName,
  engineOptions,
  hasWebGpu,
  MAX_THREADS,
} from "../engines.js";
import { changeSetting } from "../session/estimation.js";
import { isBusy } from "../session/state.js";
import { engine, isEngineSetting } from "../settings.js";

export function EngineChoice() {
  return (
    <>
      <div class="field">
        <label for="engine">Engine</label>
        <select
          id="engine"
          value={engine.value}
          onChange={({ currentTarget: { value } }) => isEngineSetting(value) && changeSetting(engine, value)}
        >
          <option value="auto">{automaticName()}</option>
          {engineOptions.value.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <p class="note">{engineRemark()}</p>
      {hasWebGpu.value && !comparison.value && (
        <button type="button" disabled={comparing.value || isBusy.value} onClick={() => compareEngines()}>
          {comparing.value ? "Comparing …" : "Compare with WebGPU"}
        </button>
      )}
    </>
  );
}

/** With what that is now, as short as the box is narrow. */
function automaticName(): string {
  if (engine.value !== "auto") return "Automatic";
  return `Automatic: ${engineName(chosenEngine.value).replace("WebAssembly, ", "")}`;
}

function engineRemark(): string {
  const found = comparison.value;
  if (found?.webgpu) {
    return `An iteration takes ${found.wasm.toFixed(1)} ms with WebAssembly here, ${found.webgpu.toFixed(1)} ms with WebGPU.`;
  }
  if (found) return "WebGPU was tried here and did not work.";
  if (hasWebGpu.value) return "WebGPU has not been compared yet. It needs a larger engine, 27 MB.";
  if (MAX_THREADS === 1) return "The engine has one thread: the browser gave this page no shared memory.";
  return "This browser has no WebGPU on a graphics card. More than two threads seldom help.";
}
