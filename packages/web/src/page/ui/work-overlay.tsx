/** What is being computed, on the picture itself, with a button that stops it. */
import type { EstimateProgress } from "@kernelgan/core";
import { duration, megabytes } from "@kernelgan/figures";
import { useMemo, useRef } from "preact/hooks";
import { moveFocus } from "../focus.js";
import { stop } from "../session/former.js";
import { enlargement, estimation, isBusy } from "../session/state.js";
import { settings } from "../settings.js";
import { TimeLeft } from "../time-left.js";
import { Progress } from "./progress.js";
import { useIsInView } from "./use-is-in-view.js";

export function WorkOverlay() {
  return isBusy.value ? <Overlay /> : null;
}

/**
 * At the bottom of the picture, or of the window where that is not in view: it may have been begun from a panel far
 * below.
 */
function Overlay() {
  const place = useRef<HTMLDivElement>(null);
  const isInView = useIsInView(place);
  return (
    <div class="work-place" ref={place}>
      <div class={isInView.value ? "work-overlay" : "work-overlay afloat"}>
        <Work />
        <button
          type="button"
          onClick={() => {
            stop();
            // What can be done instead.
            moveFocus(".ahead button");
          }}
        >
          Stop
        </button>
      </div>
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
      <Timed
        done={done}
        doing={`${stage === "training" ? "Training" : doing}${round}`}
        secondsLeft={secondsLeft}
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
        <Timed
          done={done}
          doing="Looking for the blur"
          secondsLeft={secondsLeft}
          detail={training && trainingInWords(training)}
        />
      );
    }
    default:
      return <Progress text="Looking for the blur …" />;
  }
}

interface TimedProps {
  done: number;
  doing: string;
  secondsLeft: number;
  detail?: string | undefined;
}

function Timed({ done, doing, secondsLeft, detail }: TimedProps) {
  const timeLeft = useMemo(() => new TimeLeft(), []);
  const seconds = timeLeft.tell(doing, secondsLeft);
  const text =
    seconds === undefined
      ? `${doing} …`
      : `${doing}: ${seconds > 0 ? `${duration(seconds)} left` : "almost done"}`;
  return <Progress done={done} text={text} detail={detail} />;
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
