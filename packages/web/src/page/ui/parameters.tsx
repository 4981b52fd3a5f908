/** What a researcher can set besides: light, noise, seed, preset, iterations, engine. */
import { PRESETS, type Preset } from "@kernelgan/core";
import { applies } from "@kernelgan/core/internal";
import { changeEnlargement } from "../session/enlargement.js";
import { changeSetting } from "../session/estimation.js";
import { isEstimated, usesEngine } from "../session/state.js";
import { PAGE_OPTIONS, plannedIterations, settings } from "../settings.js";
import { Choice } from "./choice.js";
import { EngineChoice } from "./engine-choice.js";
import { LIGHTS } from "./names.js";
import { NumberInput } from "./number-input.js";

export function Parameters() {
  const { kernel, method } = settings;
  const chosen = { method: method.value, ...(isEstimated.value && { kernel: kernel.value }) };
  const hasOption = (name: "noise" | "seed" | "iterations" | "preset"): boolean =>
    applies(PAGE_OPTIONS[name], chosen);
  return (
    <section class="group" aria-labelledby="parameters-title">
      <h3 id="parameters-title">Parameters</h3>
      <Choice
        legend="The blur mixed"
        value={settings.light.value}
        options={PAGE_OPTIONS.light.values.map((light) => [light, LIGHTS[light]])}
        onChange={(value) => changeSetting(settings.light, value)}
      />
      <p class="note">
        A camera mixes light, most programs pixel values. Found is what explains the picture better.
      </p>
      {hasOption("noise") && <Noise />}
      {hasOption("seed") && <Seed />}
      {hasOption("iterations") && <Iterations />}
      {hasOption("preset") && (
        <Choice
          legend="Constants as in"
          value={settings.preset.value}
          options={(Object.keys(PRESETS) as Preset[]).map((preset) => [preset, `the ${preset}`])}
          onChange={(value) => changeSetting(settings.preset, value)}
        />
      )}
      {usesEngine.value && <EngineChoice />}
    </section>
  );
}

function Noise() {
  return (
    <div class="field">
      <label for="noise">Noise, σ of 255</label>
      <NumberInput
        id="noise"
        value={settings.noise.value}
        option={PAGE_OPTIONS.noise}
        placeholder="measured"
        onChange={(value) => changeEnlargement(settings.noise, value)}
      />
    </div>
  );
}

/** Of the training that finds the kernel, if there is one, and of ZSSR's. */
function changeSeed(seed: number): void {
  const isTrained = settings.kernel.value === "kernelgan" && isEstimated.value;
  (isTrained ? changeSetting : changeEnlargement)(settings.seed, seed);
}

function Seed() {
  return (
    <div class="field">
      <label for="seed">Seed</label>
      <div class="joined">
        <NumberInput id="seed" value={settings.seed.value} option={PAGE_OPTIONS.seed} onChange={changeSeed} />
        <button
          type="button"
          aria-label="Another seed"
          title="Another seed"
          onClick={() => changeSeed(Math.floor(1000 * Math.random()))}
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
