/** The kernel during the estimate and after it, the progress, and the buttons to stop and to start again. */
import {
  alignedCentre,
  centreOfMass,
  compareKernels,
  type EstimateProgress,
  type Kernel,
  reframe,
} from "@kernelgan/core";
import { capitalised, duration, kernelRange, megabytes, percent } from "@kernelgan/figures";
import { type KernelFormat, kernelFormats } from "@kernelgan/formats";
import { downloadKernel } from "../downloads.js";
import { showProblem } from "../problems.js";
import { cancel } from "../session/computation.js";
import { estimate, estimatedScale } from "../session/estimation.js";
import { type Estimation, enlargement, estimation, file, isBusy, kernels } from "../session/state.js";
import { settings } from "../settings.js";
import { HeatMap } from "./heat-map.js";
import { Progress, UNKNOWN_TIME } from "./progress.js";

export function KernelPanel() {
  const state = estimation.value;
  const kernel = shownKernel(state);
  const scale = settings.scale.value;
  return (
    <section class="card kernel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">
        Kernel <span class="muted">×{state.phase === "done" ? scale : estimatedScale(scale)}</span>
      </h2>
      <div class="kernel-pictures">
        {kernel ? <KernelMap kernel={kernel} name={kernelName(state)} /> : <div class="heat-map waiting" />}
        {state.phase === "done" && <Truth />}
      </div>
      <State state={state} />
      {state.phase === "done" && <Facts kernel={kernels.value[scale] as Kernel} scale={scale} />}
      <div class="buttons">
        {isBusy.value && enlargement.value.phase === "none" ? (
          <button type="button" onClick={cancel}>
            Stop
          </button>
        ) : (
          <button type="button" onClick={estimate}>
            Estimate again
          </button>
        )}
      </div>
      {state.phase === "done" && <Downloads />}
    </section>
  );
}

function kernelName(state: Estimation): string {
  if (state.phase !== "done") return "Kernel so far";
  return state.estimate.fellBack ? "Usual kernel" : "Estimated kernel";
}

function shownKernel(state: Estimation): Kernel | undefined {
  if (state.phase === "done") return kernels.value[settings.scale.value];
  return state.phase === "estimating" || state.phase === "stopped"
    ? state.progress?.training?.kernel
    : undefined;
}

function KernelMap({ kernel, name }: { kernel: Kernel; name: string }) {
  const { size, data } = kernel;
  const range = kernelRange(kernel);
  return (
    <figure>
      <HeatMap
        size={size}
        values={data}
        range={range}
        colours="kernel"
        description={`${name}: heat map of ${size} × ${size} weights, the largest ${range[1].toFixed(3)}`}
      />
      <figcaption>{name}</figcaption>
    </figure>
  );
}

/** The true kernel of an example, beside the estimate. */
function Truth() {
  const truth = file.value?.truth;
  if (!truth || settings.scale.value !== 2) return null;
  return <KernelMap kernel={reframe(truth, kernels.value[2]?.size ?? truth.size)} name="True kernel" />;
}

function State({ state }: { state: Estimation }) {
  switch (state.phase) {
    case "opening":
      return <Progress text="Opening the picture …" />;
    case "starting":
      return <Progress text="Starting the engine …" />;
    case "engine":
      return (
        <Progress
          done={state.loaded / state.bytes}
          text={`Fetching the engine: ${megabytes(state.loaded)} of ${megabytes(state.bytes)} (once; it is kept)`}
        />
      );
    case "estimating": {
      const { done, secondsLeft, training } = state.progress;
      return (
        <Progress
          done={done}
          text={`${duration(secondsLeft, UNKNOWN_TIME)} left`}
          detail={training && trainingInWords(training)}
        />
      );
    }
    case "impossible":
      return <p class="warning">{capitalised(state.reason)}. It can still be enlarged, in the usual way.</p>;
    case "stopped": {
      const training = state.progress?.training;
      return (
        <p class="muted">
          Stopped{training ? ` after ${training.iteration.toLocaleString("en")} iterations` : ""}.
        </p>
      );
    }
    default:
      return null;
  }
}

function trainingInWords({
  iteration,
  iterations,
  msPerIteration,
  run,
}: NonNullable<EstimateProgress["training"]>): string {
  return `iteration ${iteration.toLocaleString("en")} of ${iterations.toLocaleString("en")} · ${msPerIteration.toFixed(1)} ms each${run > 0 ? ` · run ${run + 1}` : ""}`;
}

function Facts({ kernel, scale }: { kernel: Kernel; scale: number }) {
  const state = estimation.value;
  if (state.phase !== "done") return null;
  const { estimate } = state;
  const { timing, warnings, confidence } = estimate;
  const { x, y } = centreOfMass(kernel);
  const aligned = alignedCentre(kernel.size, scale);
  const truth = file.value?.truth;
  return (
    <>
      <dl class="fact-list">
        <Fact
          name="Found in"
          value={
            estimate.method === "kernelgan"
              ? `${duration(timing.seconds)}, ${estimate.timing.iterations.toLocaleString("en")} iterations`
              : `${timing.seconds.toFixed(1)} s`
          }
        />
        <Fact name="Confidence" value={percent(confidence)} />
        <Fact name="Size" value={`${kernel.size} × ${kernel.size} output pixels`} />
        <Fact name="Centre of mass" value={`${y.toFixed(2)}, ${x.toFixed(2)} (aligned: ${aligned})`} />
        {truth && scale === 2 && (
          <Fact
            name="Likeness to the truth"
            value={`correlation ${compareKernels(kernel, truth, 2).correlation.toFixed(3)}`}
          />
        )}
        {estimate.method === "kernelgan" && estimate.seed !== settings.seed.value && (
          <Fact name="Seed that worked" value={`${estimate.seed}`} />
        )}
      </dl>
      {warnings.map((warning) => (
        <p class="warning" key={warning}>
          {capitalised(warning)}.
        </p>
      ))}
    </>
  );
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const FORMAT_NAMES: Record<KernelFormat, string> = {
  mat: "MATLAB file",
  npy: "NumPy file",
  json: "JSON file with all details",
  png: "picture, with the numbers inside",
};

function Downloads() {
  return (
    <fieldset class="downloads" aria-label="Download the kernel">
      <span class="muted">Download</span>
      {kernelFormats.map((format) => (
        <button
          type="button"
          key={format}
          title={FORMAT_NAMES[format]}
          aria-label={`Download the kernel as .${format}, a ${FORMAT_NAMES[format]}`}
          onClick={() => downloadKernel(format).catch(showProblem)}
        >
          .{format}
        </button>
      ))}
    </fieldset>
  );
}
