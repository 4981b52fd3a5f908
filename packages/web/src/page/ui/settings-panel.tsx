/** What the estimate depends on. A change starts it again, unless the kernel follows from the one there is. */
import type { EstimateMethod, Preset, Scale } from "@kernelgan/core";
import {
  chosenEngine,
  compareEngines,
  comparing,
  comparison,
  engineName,
  engineOptions,
  hasWebGpu,
  mostThreads,
} from "../engines.js";
import { changeScale, changeSetting } from "../session/estimation.js";
import { isBusy } from "../session/state.js";
import * as settings from "../settings.js";
import { Choice } from "./choice.js";

const REMARKS: Readonly<Record<EstimateMethod, string>> = {
  kernelgan: "The published method: a network trained on this picture, to watch.",
  auto: "Blurs fitted to the picture’s spectrum: at once, and closer to the truth.",
  spectral: "A Gaussian blur from the picture’s spectrum, in closed form.",
};

export function SettingsPanel() {
  const trains = settings.kernelBy.value === "kernelgan";
  return (
    <section class="card settings" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <Choice<Scale>
        legend="Scale"
        value={settings.scale.value}
        options={[
          [2, "×2"],
          [3, "×3"],
          [4, "×4"],
          [8, "×8"],
        ]}
        onChange={changeScale}
      />
      <Choice<EstimateMethod>
        legend="Kernel by"
        value={settings.kernelBy.value}
        options={[
          ["kernelgan", "KernelGAN"],
          ["auto", "blur shapes"],
          ["spectral", "formula"],
        ]}
        onChange={(value) => changeSetting(settings.kernelBy, value)}
      />
      <p class="note">{REMARKS[settings.kernelBy.value]}</p>
      {trains && <Seed />}
      <label class="check">
        <input
          type="checkbox"
          checked={settings.real.value}
          onChange={(event) => changeSetting(settings.real, event.currentTarget.checked)}
        />
        <span>
          Untouched photograph <span class="muted">– its borders are used, too</span>
        </span>
      </label>
      <details>
        <summary>More</summary>
        {trains && <Iterations />}
        {trains && (
          <Choice<Preset>
            legend="Weights of the method"
            value={settings.preset.value}
            options={[
              ["paper", "paper"],
              ["release", "release"],
            ]}
            onChange={(value) => changeSetting(settings.preset, value)}
          />
        )}
        <Engine />
      </details>
    </section>
  );
}

function Seed() {
  return (
    <div class="field">
      <label for="seed">Seed</label>
      <div class="joined">
        <NumberInput
          id="seed"
          value={settings.seed.value}
          low={0}
          high={settings.LARGEST_SEED}
          onChange={(value) => changeSetting(settings.seed, value)}
        />
        <button
          type="button"
          aria-label="Another seed"
          title="Another seed"
          onClick={() => changeSetting(settings.seed, Math.floor(1000 * Math.random()))}
        >
          <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
            <rect x="4" y="4" width="16" height="16" rx="3.5" />
            <circle cx="9" cy="9" r="1.2" />
            <circle cx="15" cy="15" r="1.2" />
            <circle cx="15" cy="9" r="1.2" />
            <circle cx="9" cy="15" r="1.2" />
          </svg>
        </button>
      </div>
    </div>
  );
}

function Iterations() {
  const { low, high } = settings.ITERATIONS;
  return (
    <div class="field">
      <label for="iterations">Iterations</label>
      <NumberInput
        id="iterations"
        value={settings.iterations.value}
        low={low}
        high={high}
        onChange={(value) => changeSetting(settings.iterations, value)}
      />
    </div>
  );
}

interface NumberInputProps {
  id: string;
  value: number;
  low: number;
  high: number;
  onChange(value: number): void;
}

/** Takes effect when it is left or Enter is pressed; what is no number in the range is put back. */
function NumberInput({ id, value, low, high, onChange }: NumberInputProps) {
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={low}
      max={high}
      value={value}
      onChange={(event) => {
        const entered = settings.integer(event.currentTarget.value, low, high);
        if (entered === undefined) event.currentTarget.value = String(value);
        else onChange(entered);
      }}
    />
  );
}

function Engine() {
  const automatic = settings.engine.value === "auto" ? ` (${engineName(chosenEngine.value)})` : "";
  return (
    <>
      <div class="field">
        <label for="engine">Engine</label>
        <select
          id="engine"
          value={settings.engine.value}
          onChange={(event) => changeSetting(settings.engine, event.currentTarget.value)}
        >
          <option value="auto">Automatic{automatic}</option>
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

function engineRemark(): string {
  const found = comparison.value;
  if (found?.webgpu) {
    return `An iteration takes ${found.wasm.toFixed(1)} ms with WebAssembly here, ${found.webgpu.toFixed(1)} ms with WebGPU.`;
  }
  if (found) return "WebGPU was tried here and did not work.";
  if (hasWebGpu.value) return "WebGPU has not been compared yet. It needs a larger engine, 27 MB.";
  if (mostThreads === 1) return "This page has one thread: the browser gave it no shared memory.";
  return "This browser has no WebGPU on a graphics card. More than two threads seldom help.";
}
