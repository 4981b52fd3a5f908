/** The result on the screen: what was done, how much of it to take, and the file of it. */
import { capitalised, megabytes } from "@kernelgan/figures";
import { copyPicture, downloadPicture, mayCopy, maySharePictures, sharePicture } from "../downloads.js";
import { canWrite, FILE_FORMATS, FORMAT_NAMES } from "../encode.js";
import { showProblem } from "../problems.js";
import { enlarge } from "../session/enlargement.js";
import { estimate } from "../session/estimation.js";
import { keep } from "../session/keeping.js";
import { chosenFormat, fileFormat, fileSize, quality } from "../session/output-file.js";
import { type Result, setStrength, shown } from "../session/results.js";
import { estimation, hasEstimate, isBusy, kernelSoFar, picture } from "../session/state.js";
import { settings } from "../settings.js";
import { remarks, verdict } from "../verdict.js";
import { Choice } from "./choice.js";

export function ResultPanel() {
  const result = shown.value?.result;
  const state = estimation.value;
  return (
    <section class="card result-panel" aria-labelledby="result-title">
      <h2 id="result-title">Result</h2>
      {result ? (
        <>
          <p class="verdict">{verdict(result)}</p>
          <p class="note">Made in {result.seconds.toFixed(1)} s.</p>
          {state.phase === "impossible" && <p class="warning">{capitalised(state.reason)}.</p>}
          {remarks(result.warnings).map((warning) => (
            <p class="warning" key={warning}>
              {capitalised(warning)}.
            </p>
          ))}
          <Strength result={result} />
          <FileOfResult />
        </>
      ) : (
        <p class="note">
          {isBusy.value ? "It will appear in the place of the picture." : "There is none yet."}
        </p>
      )}
      <Ahead result={result} />
    </section>
  );
}

/** What can be done next, where something was stopped or has failed. */
function Ahead({ result }: { result: Result | undefined }) {
  if (isBusy.value) return null;
  const scale = settings.scale.value;
  if (scale === 8) {
    return <p class="note">Pictures are enlarged up to ×4; for ×8 there is the kernel alone.</p>;
  }
  if (!hasEstimate.value) {
    const training = estimation.value.phase === "stopped" && estimation.value.progress?.training;
    return (
      <>
        <p class="note">
          Stopped
          {training ? ` after ${training.iteration.toLocaleString("en")} iterations` : ""}. The picture can be
          enlarged all the same.
        </p>
        <div class="buttons ahead">
          {kernelSoFar.value && (
            <button type="button" class="primary" onClick={() => enlarge("soFar")}>
              Use the kernel so far
            </button>
          )}
          <button type="button" onClick={() => enlarge("usual")}>
            Enlarge it in the usual way
          </button>
          <button type="button" onClick={estimate}>
            Start again
          </button>
        </div>
      </>
    );
  }
  const { kernel, method } = settings;
  const isCurrent =
    result?.scale === scale && result.method === method.value && result.sought === kernel.value;
  if (isCurrent) return null;
  return (
    <div class="buttons">
      <button type="button" class="primary" onClick={() => enlarge()}>
        {scale === 1 ? "Sharpen" : `Upscale ×${scale}`}
      </button>
    </div>
  );
}

/** Moves between the interpolated picture and the whole result. */
function Strength({ result: { id, strength } }: { result: Result }) {
  const percent = Math.round(100 * strength);
  return (
    <Slider
      id="strength"
      label="Strength"
      value={percent}
      text={`${percent}%`}
      onInput={(value) => setStrength(id, value / 100)}
      onChange={() => void keep()}
    />
  );
}

interface SliderProps {
  id: string;
  label: string;
  value: number;
  text: string;
  min?: number;
  onInput(value: number): void;
  onChange?(): void;
}

function Slider({ id, label, value, text, min = 0, onInput, onChange }: SliderProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={min}
        max="100"
        step="1"
        value={value}
        aria-valuetext={text}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
        onChange={() => onChange?.()}
      />
      <output for={id}>{text}</output>
    </div>
  );
}

const WRITTEN = FILE_FORMATS.filter(canWrite);

function FileOfResult() {
  const format = fileFormat.value;
  const size = fileSize.value;
  const { name } = FORMAT_NAMES[format];
  return (
    <>
      <Choice
        legend="File"
        value={format}
        options={WRITTEN.map((one) => [one, FORMAT_NAMES[one].name])}
        onChange={(value) => (chosenFormat.value = value)}
      />
      {format !== "png" && (
        <Slider
          id="quality"
          label="Quality"
          min={50}
          value={quality.value}
          text={`${quality.value}`}
          onInput={(value) => (quality.value = value)}
        />
      )}
      <p class="note">
        {size === undefined ? "Size: a moment …" : `Size: ${megabytes(size)}`}
        {format === "jpeg" && picture.value?.hasAlpha && ". JPEG has no transparency: it becomes white."}
      </p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => downloadPicture().catch(showProblem)}>
          Download {name}
        </button>
        {mayCopy && (
          <button type="button" onClick={() => copyPicture().catch(showProblem)}>
            Copy
          </button>
        )}
        {maySharePictures && (
          <button type="button" onClick={() => sharePicture().catch(showProblem)}>
            Share
          </button>
        )}
      </div>
    </>
  );
}
