/** What the result depends on. A change makes another one at once; the kernel is estimated again where it does not follow from the one there is. */
import { ESTIMATE_METHODS, PRESETS, type Preset, RESTORE_METHODS, SCALES } from "@kernelgan/core";
import { applies, type IntegerOption, isScaleOf, isValue } from "@kernelgan/core/internal";
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
import { changeMethod } from "../session/enlargement.js";
import { changeScale, changeSetting } from "../session/estimation.js";
import { isBusy } from "../session/state.js";
import { engine, isEngineSetting, PAGE_OPTIONS, plannedIterations, settings } from "../settings.js";
import { Choice } from "./choice.js";
import { ESTIMATES, RESTORATIONS } from "./names.js";

/** The order of the buttons: the page's default first. */
const METHOD_ORDER = [...ESTIMATE_METHODS].sort(
  (a, b) => Number(b === PAGE_OPTIONS.kernel.default) - Number(a === PAGE_OPTIONS.kernel.default),
);

export function SettingsPanel() {
  const { kernel } = settings;
  const hasOption = (name: "seed" | "iterations" | "preset"): boolean =>
    applies(PAGE_OPTIONS[name], { kernel: kernel.value });
  return (
    <section class="card settings" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <Choice
        legend="Scale"
        value={settings.scale.value}
        options={SCALES.map((scale) => [scale, `×${scale}`])}
        onChange={changeScale}
      />
      <Choice
        legend="Kernel by"
        value={kernel.value}
        options={METHOD_ORDER.filter((method) => isScaleOf(method, settings.scale.value)).map((method) => [
          method,
          ESTIMATES[method].name,
        ])}
        onChange={(value) => changeSetting(kernel, value)}
      />
      <p class="note">{ESTIMATES[kernel.value].remark}</p>
      <Choice
        legend="Enlarge by"
        value={settings.method.value}
        options={RESTORE_METHODS.map((method) => [method, RESTORATIONS[method].name])}
        onChange={changeMethod}
      />
      <p class="note">{RESTORATIONS[settings.method.value].remark}</p>
      {hasOption("seed") && <Seed />}
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
        {hasOption("iterations") && <Iterations />}
        {hasOption("preset") && (
          <Choice
            legend="Weights of the method"
            value={settings.preset.value}
            options={(Object.keys(PRESETS) as Preset[]).map((preset) => [preset, preset])}
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
          option={PAGE_OPTIONS.seed}
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
  return (
    <div class="field">
      <label for="iterations">Iterations</label>
      <NumberInput
        id="iterations"
        value={plannedIterations()}
        option={PAGE_OPTIONS.iterations}
        onChange={(value) => changeSetting(settings.iterations, value)}
      />
    </div>
  );
}

interface NumberInputProps {
  id: string;
  value: number;
  option: IntegerOption;
  onChange(value: number): void;
}

/** Takes effect on Enter, or when the focus leaves it; invalid text is replaced by the old value. */
function NumberInput({ id, value, option, onChange }: NumberInputProps) {
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={option.min}
      max={option.max}
      value={value}
      onChange={(event) => {
        const entered = event.currentTarget.valueAsNumber;
        if (isValue(option, entered)) onChange(entered);
        else event.currentTarget.value = String(value);
      }}
    />
  );
}

function Engine() {
  const automatic = engine.value === "auto" ? ` (${engineName(chosenEngine.value)})` : "";
  return (
    <>
      <div class="field">
        <label for="engine">Engine</label>
        <select
          id="engine"
          value={engine.value}
          onChange={({ currentTarget: { value } }) => isEngineSetting(value) && changeSetting(engine, value)}
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
  if (MAX_THREADS === 1) return "The engine has one thread: the browser gave this page no shared memory.";
  return "This browser has no WebGPU on a graphics card. More than two threads seldom help.";
}
