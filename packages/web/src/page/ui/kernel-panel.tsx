/** The kernel during the estimate and after it, and the button to start again. */
import { alignedCentre, centreOfMass, compareKernels, type Kernel, reframe } from "@kernelgan/core";
import { trainedScale } from "@kernelgan/core/internal";
import { duration, percent } from "@kernelgan/figures";
import { type KernelFormat, kernelFormats } from "@kernelgan/formats";
import { downloadKernel } from "../downloads.js";
import { showProblem } from "../problems.js";
import { isUsual } from "../session/enlargement.js";
import { estimate } from "../session/estimation.js";
import { estimation, file, givenKernel, isBusy, kernels } from "../session/state.js";
import { settings } from "../settings.js";
import { KernelMap } from "./kernel-map.js";

export function KernelPanel() {
  const scale = settings.scale.value;
  const kernel = kernels.value[scale];
  const shown = kernel ?? kernelInTraining();
  return (
    <section class="card kernel" aria-labelledby="kernel-title">
      <h2 id="kernel-title">
        The blur{" "}
        <span class="muted">
          kernel for ×{kernel || settings.kernel.value !== "kernelgan" ? scale : trainedScale(scale)}
        </span>
      </h2>
      <p class="note">
        How each point of the scene was spread over the picture: a blurred dot, much enlarged.
      </p>
      <div class="kernel-pictures">
        {shown ? (
          <KernelMap kernel={shown} name={kernelName(kernel)} />
        ) : (
          <div class="heat-map waiting">{estimation.value.phase === "impossible" && <p>none found</p>}</div>
        )}
        {kernel && <Truth />}
      </div>
      {kernel && <Facts kernel={kernel} scale={scale} />}
      {settings.kernel.value === "kernelgan" && !givenKernel.value && (
        <div class="buttons">
          <button type="button" disabled={isBusy.value} onClick={estimate}>
            Train again
          </button>
        </div>
      )}
      {kernel && <Downloads />}
    </section>
  );
}

function kernelName(kernel: Kernel | undefined): string {
  const state = estimation.value;
  if (!kernel) return "Kernel so far";
  if (givenKernel.value) return "Your own kernel";
  if (isUsual(kernel, settings.scale.value))
    return "No blur: kernel of a picture that was only shrunk (bicubic)";
  return state.phase === "done" && state.estimate.fellBack
    ? "Kernel of a sharpened picture"
    : "Estimated kernel";
}

function kernelInTraining(): Kernel | undefined {
  const state = estimation.value;
  return state.phase === "estimating" || state.phase === "stopped"
    ? state.progress?.training?.kernel
    : undefined;
}

/** The true kernel of an example, beside the estimate. */
function Truth() {
  const truth = file.value?.truth;
  if (!truth || settings.scale.value !== 2) return null;
  return <KernelMap kernel={reframe(truth, kernels.value[2]?.size ?? truth.size)} name="True kernel" />;
}

function Facts({ kernel, scale }: { kernel: Kernel; scale: number }) {
  const { x, y } = centreOfMass(kernel);
  const aligned = alignedCentre(kernel.size, scale);
  const truth = file.value?.truth;
  return (
    <dl class="fact-list">
      <EstimateFacts />
      <Fact name="Size" value={`${kernel.size} × ${kernel.size} output pixels`} />
      <Fact name="Centre of mass" value={`${y.toFixed(2)}, ${x.toFixed(2)} (aligned: ${aligned})`} />
      {truth && scale === 2 && (
        <Fact
          name="Likeness to the truth"
          value={`correlation ${compareKernels(kernel, truth, 2).correlation.toFixed(3)}`}
        />
      )}
    </dl>
  );
}

function EstimateFacts() {
  const state = estimation.value;
  if (state.phase !== "done" || givenKernel.value) return null;
  const { estimate } = state;
  const { timing, confidence } = estimate;
  return (
    <>
      <Fact
        name={estimate.fellBack ? "Looked for" : "Found in"}
        value={
          estimate.method === "kernelgan"
            ? `${duration(timing.seconds)}, ${estimate.timing.iterations.toLocaleString("en")} iterations`
            : `${timing.seconds.toFixed(1)} s`
        }
      />
      <Fact
        name="Confidence"
        value={estimate.fellBack ? `${percent(confidence)}, too low: not used` : percent(confidence)}
      />
      {estimate.method === "kernelgan" && estimate.seed !== settings.seed.value && (
        <Fact name="Seed that worked" value={`${estimate.seed}`} />
      )}
    </>
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
          onClick={() => downloadKernel(format).catch((error) => showProblem(error, file.value?.name))}
        >
          .{format}
        </button>
      ))}
    </fieldset>
  );
}
