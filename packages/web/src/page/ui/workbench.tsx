/** The picture that is open, its kernel, and what can be done with both. */
import { compareWith } from "../session/choosing.js";
import { estimate } from "../session/estimation.js";
import { closeFile } from "../session/file.js";
import {
  type Comparison,
  comparedResult,
  comparison,
  type Drawn,
  type Result,
  results,
  shown,
} from "../session/results.js";
import { fit, isReduced } from "../session/source.js";
import { file, picture } from "../session/state.js";
import { settings } from "../settings.js";
import { ChooseButton } from "./drop-target.js";
import { KernelPanel } from "./kernel-panel.js";
import { resultName } from "./names.js";
import { ResearchDrawer } from "./research-drawer.js";
import { ResultPanel } from "./result-panel.js";
import { ResultStrip } from "./result-strip.js";
import { SettingsPanel } from "./settings-panel.js";
import { DMapsPanel, LossesPanel } from "./training-panels.js";
import { type Layer, Viewer } from "./viewer.js";
import { WorkOverlay } from "./work-overlay.js";

export function Workbench() {
  return (
    <div class="workbench">
      <Heading />
      <section class="pictures" aria-label="Picture">
        <Notices />
        <Pictures />
        <ResultStrip />
      </section>
      <div class="side">
        <ResultPanel />
        <SettingsPanel />
        <KernelPanel />
      </div>
      <div class="below">
        {settings.kernel.value === "kernelgan" && (
          <>
            <LossesPanel />
            <DMapsPanel />
          </>
        )}
        <ResearchDrawer />
      </div>
    </div>
  );
}

function Heading() {
  const input = picture.value;
  const result = shown.value?.result;
  return (
    <div class="heading">
      <div>
        <h1 tabIndex={-1} data-next>
          {file.value?.name}
        </h1>
        <p class="muted">
          {input && `${input.width} × ${input.height}`}
          {result && ` → ${result.width} × ${result.height}`}
          {input && (input.channels === 1 ? " · gray" : " · colour")}
          {input?.hasAlpha && " · transparent"}
          {input?.space === "display-p3" && " · Display P3"}
        </p>
      </div>
      <div class="buttons">
        <ChooseButton label="Another picture" />
        <button
          type="button"
          title="Closes the picture, and deletes it and its results from this browser"
          onClick={closeFile}
        >
          Close
        </button>
      </div>
    </div>
  );
}

/** What the visitor should know about how the picture was opened. */
function Notices() {
  const input = picture.value;
  if (!input) return null;
  const other = fit.value === "middle" ? "scaled" : "middle";
  return (
    <>
      {isReduced(input) && (
        <div class="notice">
          <p>
            This picture, {input.fullWidth} × {input.fullHeight} pixels, is too large to be
            {settings.scale.value === 1 ? " made sharp" : ` enlarged ×${Math.min(settings.scale.value, 4)}`}{" "}
            on this device.{" "}
            {fit.value === "middle"
              ? `Used is its middle, ${input.width} × ${input.height}, pixel for pixel.`
              : `It was scaled down to ${input.width} × ${input.height}; the kernel is that of the smaller picture.`}
          </p>
          <button
            type="button"
            onClick={() => {
              fit.value = other;
              void estimate();
            }}
          >
            {other === "scaled" ? "Scale all of it down instead" : "Use the middle instead"}
          </button>
        </div>
      )}
    </>
  );
}

function Pictures() {
  const input = picture.value;
  const drawn = shown.value;
  if (!input) {
    return (
      <div class="stage-frame">
        <div class="stage empty" style={{ "--shape": "3 / 2" }} />
        <WorkOverlay />
      </div>
    );
  }
  const original: Layer = { canvas: input.canvas, description: "The picture as it was opened" };
  if (!drawn) {
    return (
      <>
        {null}
        <Viewer width={input.width} height={input.height} layer={original}>
          <WorkOverlay />
        </Viewer>
      </>
    );
  }
  const { result, canvas } = drawn;
  const { name, layer } = comparedLayer(original, drawn);
  return (
    <>
      <ComparisonChoice result={result} />
      <Viewer
        width={result.width}
        height={result.height}
        layer={{ canvas, description: `The result: ${resultName(result)}` }}
        compared={layer}
        names={[name, "result"]}
        original={original}
      >
        <WorkOverlay />
      </Viewer>
    </>
  );
}

/** What is shown to the left of the divider. */
function comparedLayer(original: Layer, { result, bicubic }: Drawn): { name: string; layer: Layer } {
  const other = comparedResult.value;
  if (other) {
    const name = resultName(other.result);
    return { name, layer: { canvas: other.canvas, description: `Another result: ${name}` } };
  }
  // At scale 1 nothing is interpolated.
  if (result.scale > 1 && comparison.value !== "input") {
    return {
      name: "usual way",
      layer: { canvas: bicubic, description: "The picture, enlarged bicubically" },
    };
  }
  return { name: "original", layer: original };
}

function ComparisonChoice({ result }: { result: Result }) {
  const others = results.value.filter(({ id }) => id !== result.id);
  const own: [Comparison, string][] =
    result.scale > 1
      ? [
          ["bicubic", "the usual way (bicubic)"],
          ["input", "the original’s pixels"],
        ]
      : [["input", "the original"]];
  const options: [Comparison, string][] = [
    ...own,
    ...others.map((one): [Comparison, string] => [one.id, resultName(one)]),
  ];
  if (options.length < 2) return null;
  const { value } = comparison;
  const current = options.some(([option]) => option === value) ? value : options[0]?.[0];
  return (
    <div class="field compare">
      <label for="compare">Compare with</label>
      <select
        id="compare"
        value={String(current)}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([option]) => String(option) === currentTarget.value);
          if (chosen) compareWith(chosen[0]);
        }}
      >
        {options.map(([option, label]) => (
          <option key={option} value={String(option)}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
