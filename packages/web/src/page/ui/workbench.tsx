/** The picture that is open, its kernel, and what can be done with both. */
import type { ComponentChildren } from "preact";
import { hasTraining } from "../research-downloads.js";
import { compareWith } from "../session/choosing.js";
import { useWhole } from "../session/choosing-part.js";
import { changeSetting, choosePart } from "../session/estimation.js";
import { leavePicture } from "../session/leaving.js";
import { queue } from "../session/queue.js";
import {
  type Comparison,
  comparedResult,
  comparison,
  type Drawn,
  type Result,
  results,
  shown,
} from "../session/results.js";
import { fitsWhole, part, usedSize } from "../session/source.js";
import { estimation, file, givenKernel, isEstimated, picture, showsQueue } from "../session/state.js";
import { settings } from "../settings.js";
import { Alert } from "./alert.js";
import { ChooseButton } from "./drop-target.js";
import { KernelPanel } from "./kernel-panel.js";
import { resultName } from "./names.js";
import { PartChooser } from "./part-chooser.js";
import { ResearchDrawer } from "./research-drawer.js";
import { ResultPanel } from "./result-panel.js";
import { ResultStrip } from "./result-strip.js";
import { SettingsPanel } from "./settings-panel.js";
import { DMapsPanel, LossesPanel } from "./training-panels.js";
import { type Layer, Viewer } from "./viewer.js";
import { WorkOverlay } from "./work-overlay.js";

/** Width over height of a picture that is shown across the whole window. */
const WIDE = 2.2;

export function Workbench() {
  return (
    <div class={isWide() ? "workbench wide" : "workbench"}>
      <Heading />
      <Alert />
      <section class="pictures" aria-label="Picture">
        <Notices />
        {/* Of another picture there is nothing to stay at. */}
        <Pictures key={JSON.stringify([file.value?.id, part.value])} />
        <ResultStrip />
      </section>
      <div class="side">
        <ResultPanel />
        <SettingsPanel
          given={givenKernel.value}
          isUntouched={settings.real.value}
          onUntouched={(value) => changeSetting(settings.real, value)}
        />
        <KernelPanel />
      </div>
      <div class="below">
        {settings.kernel.value === "kernelgan" && (isEstimated.value || hasTraining.value) && (
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

/** Whether the picture is so wide that beside the panels it would be a strip. */
function isWide(): boolean {
  const size = usedSize.value;
  return size !== undefined && size.width > WIDE * size.height;
}

function Heading() {
  const input = picture.value;
  const size = usedSize.value;
  const isChoosing = estimation.value.phase === "choosing";
  const result = isChoosing ? undefined : shown.value?.result;
  return (
    <div class="heading">
      <div>
        <h1 tabIndex={-1} data-next>
          {file.value?.name}
        </h1>
        <p class="muted">
          {size && `${size.width} × ${size.height}`}
          {result && ` → ${result.width} × ${result.height}`}
          {input && (input.channels === 1 ? " · gray" : " · colour")}
          {input?.hasAlpha && " · transparent"}
          {input?.colourName && ` · ${input.colourName}`}
          {input?.depth === 16 && " · 16 bits"}
        </p>
      </div>
      <div class="buttons">
        <ChooseButton label="Another picture" />
        {queue.value.length > 0 && (
          <button type="button" onClick={() => (showsQueue.value = true)}>
            Back to the list
          </button>
        )}
        <button
          type="button"
          title="Closes the picture, and deletes it and its results from this browser"
          onClick={leavePicture}
        >
          Close
        </button>
      </div>
    </div>
  );
}

/** How much of the picture is used, where that is not all of it: from the start, so that nothing moves when it is open. */
function Notices() {
  const used = usedSize.value;
  const whole = file.value?.size;
  if (!used || !whole || estimation.value.phase === "choosing") return null;
  const { width, height } = used;
  const full = `${whole.width} × ${whole.height}`;
  if (width * height >= whole.width * whole.height) return null;
  return (
    <div class="notice">
      <p>
        {part.value
          ? `Used is a part of the picture, ${width} × ${height} of ${full} pixels.`
          : `The picture, ${full}, was scaled down to ${width} × ${height} pixels; the blur is that of the smaller one.`}
      </p>
      <div class="buttons">
        <button type="button" onClick={choosePart}>
          {part.value ? "Another part" : "Choose a part instead"}
        </button>
        {fitsWhole.value && (
          <button type="button" onClick={useWhole}>
            Use all of it
          </button>
        )}
      </div>
    </div>
  );
}

/** In the place of a picture that is being opened. */
const NOTHING_YET: Layer = { canvas: document.createElement("canvas"), description: "No picture yet" };

function Pictures() {
  const input = picture.value;
  const drawn = shown.value;
  if (estimation.value.phase === "choosing" && file.value) return <PartChooser file={file.value} />;
  if (!input) {
    const { width, height } = usedSize.value ?? { width: 3, height: 2 };
    return (
      <Viewer width={width} height={height} layer={NOTHING_YET} isSeeThrough={false}>
        <WorkOverlay />
      </Viewer>
    );
  }
  const original: Layer = { canvas: input.canvas, description: "The picture as it was opened" };
  if (!drawn) {
    return (
      <Viewer width={input.width} height={input.height} layer={original} isSeeThrough={input.hasAlpha}>
        <WorkOverlay />
      </Viewer>
    );
  }
  const { result, canvas } = drawn;
  const { name, layer } = comparedLayer(original, drawn);
  return (
    <Viewer
      width={result.width}
      height={result.height}
      layer={{ canvas, description: `The result: ${resultName(result)}` }}
      compared={layer}
      names={[name, "result"]}
      choice={comparisonChoice(result)}
      isSeeThrough={input.hasAlpha}
      original={original}
    >
      <WorkOverlay />
    </Viewer>
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
      // Not "only enlarged", as a result is called whose blur was not found: that is not interpolated.
      name: "resized",
      layer: { canvas: bicubic, description: "The picture, resized as other programs do" },
    };
  }
  return { name: "original", layer: original };
}

/** What to compare it with, where there is more than one thing. */
function comparisonChoice(result: Result): ComponentChildren {
  const others = results.value.filter(({ id }) => id !== result.id);
  const own: [Comparison, string][] =
    result.scale > 1
      ? [
          ["bicubic", "resized"],
          ["input", "original"],
        ]
      : [["input", "original"]];
  const options: [Comparison, string][] = [
    ...own,
    ...others.map((one): [Comparison, string] => [one.id, resultName(one)]),
  ];
  if (options.length < 2) return undefined;
  const { value } = comparison;
  const current = options.some(([option]) => option === value) ? value : options[0]?.[0];
  return (
    <select
      aria-label="Compare with"
      title="Compare with"
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
  );
}
