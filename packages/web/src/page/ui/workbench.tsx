/** The picture that is open, its kernel, and what can be done with both. */
import { useSignal } from "@preact/signals";
import { estimate } from "../session/estimation.js";
import { closeFile } from "../session/file.js";
import { fit, isReduced } from "../session/source.js";
import { enlargement, estimation, file, picture } from "../session/state.js";
import { shownResult } from "../session/strength.js";
import { settings } from "../settings.js";
import { Choice } from "./choice.js";
import { ChooseButton } from "./drop-target.js";
import { EnlargePanel } from "./enlarge-panel.js";
import { KernelPanel } from "./kernel-panel.js";
import { SettingsPanel } from "./settings-panel.js";
import { DMapsPanel, LossesPanel } from "./training-panels.js";
import { type Layer, Viewer } from "./viewer.js";

export function Workbench() {
  return (
    <div class="workbench">
      <Heading />
      <section class="pictures" aria-label="Picture">
        <Notices />
        <Pictures />
      </section>
      <div class="side">
        <KernelPanel />
        <EnlargePanel />
        <SettingsPanel />
      </div>
      {settings.kernel.value === "kernelgan" && (
        <div class="training">
          <LossesPanel />
          <DMapsPanel />
        </div>
      )}
    </div>
  );
}

function Heading() {
  const shown = picture.value;
  const larger = enlargement.value;
  return (
    <div class="heading">
      <div>
        <h1>{file.value?.name}</h1>
        <p class="muted">
          {shown && `${shown.width} × ${shown.height}`}
          {larger.phase === "done" && ` → ${larger.result.width} × ${larger.result.height}`}
          {shown && (shown.channels === 1 ? " · gray" : " · colour")}
        </p>
      </div>
      <div class="buttons">
        <ChooseButton label="Another picture" />
        <button type="button" onClick={closeFile}>
          Close
        </button>
      </div>
    </div>
  );
}

/** What the visitor should know about how the picture was opened. */
function Notices() {
  const shown = picture.value;
  if (!shown) return null;
  const other = fit.value === "middle" ? "scaled" : "middle";
  return (
    <>
      {isReduced(shown) && (
        <div class="notice">
          <p>
            This picture, {shown.fullWidth} × {shown.fullHeight} pixels, is too large to be
            {settings.scale.value === 1 ? " made sharp" : ` enlarged ×${Math.min(settings.scale.value, 4)}`}{" "}
            on this device.{" "}
            {fit.value === "middle"
              ? `Used is its middle, ${shown.width} × ${shown.height}, pixel for pixel.`
              : `It was scaled down to ${shown.width} × ${shown.height}; the kernel is that of the smaller picture.`}
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
      {shown.filled && (
        <div class="notice">
          <p>Transparent parts were filled with the mean colour of the rest.</p>
        </div>
      )}
    </>
  );
}

function Pictures() {
  const shown = picture.value;
  const larger = enlargement.value;
  const comparedWith = useSignal<"bicubic" | "input">("bicubic");
  if (!shown) {
    return (
      <div class="stage empty" style={{ "--shape": "3 / 2" }}>
        {estimation.value.phase === "opening" && <p>Opening …</p>}
      </div>
    );
  }
  const input: Layer = { canvas: shown.canvas, description: "The picture as it was opened" };
  if (larger.phase !== "done") {
    return <Viewer key="input" width={shown.width} height={shown.height} layer={input} />;
  }
  const { bicubic, method, scale } = larger;
  const result = shownResult.value ?? larger.result;
  // At scale 1 nothing is interpolated.
  const isInterpolated = scale > 1 && comparedWith.value === "bicubic";
  const compared: Layer = isInterpolated
    ? { canvas: bicubic, description: "The picture, enlarged bicubically" }
    : { canvas: shown.canvas, description: "The picture as it was opened, its pixels enlarged" };
  return (
    <>
      {scale > 1 && (
        <Choice
          legend="Compare the result with"
          value={comparedWith.value}
          options={[
            ["bicubic", "bicubic"],
            ["input", "input pixels"],
          ]}
          onChange={(value) => (comparedWith.value = value)}
        />
      )}
      <Viewer
        key="comparison"
        width={result.width}
        height={result.height}
        layer={{
          canvas: result,
          description: `The result: ${scale > 1 ? "enlarged with" : "freed of"} the kernel, method ${method}`,
        }}
        compared={compared}
        names={[isInterpolated ? "bicubic" : "input", "result"]}
      />
    </>
  );
}
