/** Enlarging the picture with the kernel, or making it sharp at its size, and downloading the result. */
import { RESTORE_METHODS, type RestoreMethod } from "@kernelgan/core";
import { capitalised, duration, megabytes } from "@kernelgan/figures";
import { downloadPicture } from "../downloads.js";
import { cancel } from "../session/computation.js";
import { enlarge } from "../session/enlargement.js";
import { type Enlargement, enlargement, estimation } from "../session/state.js";
import { settings } from "../settings.js";
import { Choice } from "./choice.js";
import { Fact } from "./kernel-panel.js";
import { Progress, UNKNOWN_TIME } from "./progress.js";

const METHODS: Readonly<Record<RestoreMethod, { name: string; remark: string }>> = {
  fast: { name: "fast", remark: "A solver without a network: seconds." },
  zssr: { name: "ZSSR", remark: "A small network trained on this picture, as in the paper: minutes." },
};

export function EnlargePanel() {
  const state = enlargement.value;
  const scale = settings.scale.value;
  const isWorking = state.phase === "working" || state.phase === "engine";
  const isDone = state.phase === "done";
  // Enlarging again would give the same result.
  const isCurrent = isDone && state.method === settings.method.value;
  const hasEnded = ["done", "impossible"].includes(estimation.value.phase);
  const isReady = hasEnded && scale !== 8;
  return (
    <section class="card enlarge" aria-labelledby="enlarge-title">
      <h2 id="enlarge-title">{scale === 1 ? "Sharper picture" : "Larger picture"}</h2>
      <Choice
        legend="Method"
        value={settings.method.value}
        options={RESTORE_METHODS.map((method) => [method, METHODS[method].name])}
        onChange={(value) => (settings.method.value = value)}
      />
      <p class="note">{METHODS[settings.method.value].remark}</p>
      <State state={state} />
      {isDone && <Strength />}
      <div class="buttons">
        {isWorking ? (
          <button type="button" onClick={cancel}>
            Stop
          </button>
        ) : (
          !isCurrent && (
            <button type="button" class="primary" disabled={!isReady} onClick={enlarge}>
              {scale === 8 ? "Upscale" : scale === 1 ? "Sharpen" : `Upscale ×${scale}`}
            </button>
          )
        )}
        {isDone && (
          <button type="button" class={isCurrent ? "primary" : ""} onClick={downloadPicture}>
            Download PNG
          </button>
        )}
      </div>
      {!isReady && !isWorking && (
        <p class="note">
          {scale === 8
            ? "Pictures are enlarged up to ×4; for ×8 there is the kernel alone."
            : "As soon as the kernel is found."}
        </p>
      )}
    </section>
  );
}

/** Moves between the interpolated picture and the whole result. */
function Strength() {
  const percent = Math.round(100 * settings.strength.value);
  return (
    <div class="field">
      <label for="strength">Strength</label>
      <input
        id="strength"
        type="range"
        min="0"
        max="100"
        step="1"
        value={percent}
        aria-valuetext={`${percent}%`}
        onInput={(event) => (settings.strength.value = event.currentTarget.valueAsNumber / 100)}
      />
      <output for="strength">{percent}%</output>
    </div>
  );
}

function State({ state }: { state: Enlargement }) {
  if (state.phase === "engine") {
    return (
      <Progress done={state.loaded / state.bytes} text={`Fetching the engine: ${megabytes(state.loaded)}`} />
    );
  }
  if (state.phase === "working") {
    const { progress } = state;
    const enlarging = settings.scale.value === 1 ? "Sharpening" : "Enlarging";
    if (!progress) return <Progress text={`${enlarging} …`} />;
    const { stage, step, steps, done, secondsLeft, training } = progress;
    const round = steps > 1 ? `, step ${step + 1} of ${steps}` : "";
    return (
      <Progress
        done={done}
        text={`${stage === "training" ? "Training" : enlarging}${round}: ${duration(secondsLeft, UNKNOWN_TIME)} left`}
        detail={training && `iteration ${training.iteration} of at most ${training.iterations}`}
      />
    );
  }
  if (state.phase !== "done") return null;
  const { facts, png, result, method } = state;
  // Those of the estimate stand beside the kernel.
  const warnings = facts.warnings.filter((warning) => !facts.estimate?.warnings.includes(warning));
  return (
    <>
      <dl class="fact-list">
        <Fact name="Result" value={`${result.width} × ${result.height}, ${METHODS[method].name}`} />
        <Fact name="Made in" value={`${facts.timing.seconds.toFixed(1)} s`} />
        {settings.strength.value === 1 && <Fact name="PNG" value={megabytes(png.size)} />}
      </dl>
      {warnings.map((warning) => (
        <p class="warning" key={warning}>
          {capitalised(warning)}.
        </p>
      ))}
    </>
  );
}
