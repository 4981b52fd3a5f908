/** Enlarging the picture with the kernel, and downloading the result. */
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
      <h2 id="enlarge-title">Larger picture</h2>
      <Choice
        legend="Method"
        value={settings.method.value}
        options={RESTORE_METHODS.map((method) => [method, METHODS[method].name])}
        onChange={(value) => (settings.method.value = value)}
      />
      <p class="note">{METHODS[settings.method.value].remark}</p>
      <State state={state} />
      <div class="buttons">
        {isWorking ? (
          <button type="button" onClick={cancel}>
            Stop
          </button>
        ) : (
          !isCurrent && (
            <button type="button" class="primary" disabled={!isReady} onClick={enlarge}>
              {scale === 8 ? "Upscale" : `Upscale ×${scale}`}
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
            ? "Pictures are enlarged ×2, ×3 or ×4; for ×8 there is the kernel alone."
            : "As soon as the kernel is found."}
        </p>
      )}
    </section>
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
    if (!progress) return <Progress text="Enlarging …" />;
    const { stage, step, steps, done, secondsLeft, training } = progress;
    const round = steps > 1 ? `, step ${step + 1} of ${steps}` : "";
    return (
      <Progress
        done={done}
        text={`${stage === "training" ? "Training" : "Enlarging"}${round}: ${duration(secondsLeft, UNKNOWN_TIME)} left`}
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
        <Fact name="PNG" value={megabytes(png.size)} />
      </dl>
      {warnings.map((warning) => (
        <p class="warning" key={warning}>
          {capitalised(warning)}.
        </p>
      ))}
    </>
  );
}
