/** The kernel during the estimate and after it, and the button to start again. */
import { alignedCentre, centreOfMass, compareKernels, type Kernel, reframe } from "@kernelgan/core";
import { duration, kernelRange, percent } from "@kernelgan/figures";
import { type KernelFormat, kernelFormats } from "@kernelgan/formats";
import { downloadKernel } from "../downloads.js";
import { showProblem } from "../problems.js";
import { isUsual } from "../session/enlargement.js";
import { estimate, estimatedScale } from "../session/estimation.js";
import { type Estimation, estimation, file, isBusy, kernels } from "../session/state.js";
import { settings } from "../settings.js";
import { HeatMap } from "./heat-map.js";

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
      {state.phase === "done" && <Facts kernel={kernels.value[scale] as Kernel} scale={scale} />}
      <div class="buttons">
        <button type="button" disabled={isBusy.value} onClick={estimate}>
          Estimate again
        </button>
      </div>
      {state.phase === "done" && <Downloads />}
    </section>
  );
}

function kernelName(state: Estimation): string {
  if (state.phase !== "done") return "Kernel so far";
  const scale = settings.scale.value;
  const kernel = kernels.value[scale];
  if (kernel && isUsual(kernel, scale)) return "Usual kernel (bicubic)";
  return state.estimate.fellBack ? "Kernel of a sharpened picture" : "Estimated kernel";
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

function Facts({ kernel, scale }: { kernel: Kernel; scale: number }) {
  const state = estimation.value;
  if (state.phase !== "done") return null;
  const { estimate } = state;
  const { timing, confidence } = estimate;
  const { x, y } = centreOfMass(kernel);
  const aligned = alignedCentre(kernel.size, scale);
  const truth = file.value?.truth;
  return (
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
  );
}

function Fact({ name, value }: { name: string; value: string }) {
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
