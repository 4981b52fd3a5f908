/** What is being computed, on the picture itself, with a button that stops it. */
import type { EstimateProgress } from "@kernelgan/core";
import { duration, megabytes } from "@kernelgan/figures";
import { moveFocus } from "../focus.js";
import { cancel } from "../session/computation.js";
import { enlargement, estimation, isBusy } from "../session/state.js";
import { settings } from "../settings.js";
import { Progress, UNKNOWN_TIME } from "./progress.js";

export function WorkOverlay() {
  if (!isBusy.value) return null;
  return (
    <div class="work-overlay">
      <Work />
      <button
        type="button"
        onClick={() => {
          cancel();
          // What can be done instead.
          moveFocus(".ahead button");
        }}
      >
        Stop
      </button>
    </div>
  );
}

function Work() {
  const enlarging = enlargement.value;
  if (enlarging.phase === "engine") return <Fetching {...enlarging} />;
  if (enlarging.phase === "returning") return <Progress text="Bringing the result back …" />;
  if (enlarging.phase === "working") {
    const doing = settings.scale.value === 1 ? "Sharpening" : "Enlarging";
    if (!enlarging.progress) return <Progress text={`${doing} …`} />;
    const { stage, step, steps, done, secondsLeft, training } = enlarging.progress;
    const round = steps > 1 ? `, step ${step + 1} of ${steps}` : "";
    return (
      <Progress
        done={done}
        text={`${stage === "training" ? "Training" : doing}${round}: ${timeLeft(secondsLeft)}`}
        detail={training && `iteration ${training.iteration} of at most ${training.iterations}`}
      />
    );
  }
  const state = estimation.value;
  switch (state.phase) {
    case "opening":
      return <Progress text="Opening the picture …" />;
    case "engine":
      return <Fetching {...state} />;
    case "estimating": {
      const { done, secondsLeft, training } = state.progress;
      return (
        <Progress
          done={done}
          text={`Looking for the blur: ${timeLeft(secondsLeft)}`}
          detail={training && trainingInWords(training)}
        />
      );
    }
    default:
      return <Progress text="Looking for the blur …" />;
  }
}

/** Drawing what was computed takes some more seconds of large pictures. */
function timeLeft(seconds: number): string {
  return seconds <= 0 ? "almost done" : `${duration(seconds, UNKNOWN_TIME)} left`;
}

function Fetching({ loaded, bytes }: { loaded: number; bytes: number }) {
  return (
    <Progress
      done={loaded / bytes}
      text={`Fetching the engine: ${megabytes(loaded)} of ${megabytes(bytes)} (once; it is kept)`}
    />
  );
}

function trainingInWords({
  iteration,
  iterations,
  msPerIteration,
  run,
}: NonNullable<EstimateProgress["training"]>): string {
  return `iteration ${iteration.toLocaleString("en")} of ${iterations.toLocaleString("en")} · ${msPerIteration.toFixed(1)} ms each${run > 0 ? ` · run ${run + 1}` : ""}`;
}
