/** The result on the screen: what was done, how much of it to take, and the file of it. */
import { capitalised, fileSize } from "@kernelgan/figures";
import { useSignal } from "@preact/signals";
import { copyPicture, downloadPicture, mayCopy, maySharePictures, sharePicture } from "../downloads.js";
import { FORMAT_NAMES } from "../encode.js";
import { showProblem } from "../problems.js";
import { enlarge } from "../session/enlargement.js";
import { estimate } from "../session/estimation.js";
import { keep } from "../session/keeping.js";
import { chosenFormat, fileFormat, formats, madeFile } from "../session/output-file.js";
import { type Drawn, type Result, setStrength, shown } from "../session/results.js";
import { estimation, hasEstimate, isBusy, kernelSoFar, picture } from "../session/state.js";
import { settings } from "../settings.js";
import { verdict } from "../verdict.js";
import { Choice } from "./choice.js";
import { Quality } from "./file-choice.js";
import { RemarkList } from "./remark-list.js";
import { Slider } from "./slider.js";

export function ResultPanel() {
  const result = shown.value?.result;
  return (
    <section class="card result-panel" aria-labelledby="result-title">
      <h2 id="result-title">Result</h2>
      {result ? (
        <>
          <p class="verdict">{verdict(result)}</p>
          <p class="note">Made in {result.seconds.toFixed(1)} s.</p>
          <RemarkList of={result} />
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
  if (isBusy.value || estimation.value.phase === "choosing") return null;
  const scale = settings.scale.value;
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
              Use the blur found so far
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

function FileOfResult() {
  const format = fileFormat.value;
  const made = madeFile.value;
  const isSaving = useSignal(false);
  /** @returns whether it succeeded */
  const saving = async (save: () => Promise<void>): Promise<boolean> => {
    if (isSaving.value) return false;
    isSaving.value = true;
    const isSaved = await save().then(() => true, showProblem);
    isSaving.value = false;
    return isSaved ?? false;
  };
  const { name } = FORMAT_NAMES[format];
  return (
    <>
      <Choice
        legend="File"
        value={format}
        options={formats.value.map((one) => [one, FORMAT_NAMES[one].name])}
        onChange={(value) => (chosenFormat.value = value)}
      />
      {format !== "png" && <Quality />}
      <p class="note">{made === undefined ? "Size: a moment …" : `Size: ${fileSize(made.size)}`}</p>
      {format === "jpeg" && picture.value?.hasAlpha && (
        <p class="note">JPEG has no transparency: it becomes white.</p>
      )}
      {made?.notices.map((notice) => (
        <p class="note" key={notice}>
          {capitalised(notice)}.
        </p>
      ))}
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-busy={isSaving.value}
          onClick={() => saving(downloadPicture)}
        >
          {isSaving.value && !made ? "Writing the file …" : `Download ${name}`}
        </button>
        {mayCopy && <CopyButton isSaving={isSaving.value} copy={() => saving(copyPicture)} />}
        {maySharePictures && (
          <button type="button" aria-busy={isSaving.value} onClick={() => saving(sharePicture)}>
            Share
          </button>
        )}
      </div>
    </>
  );
}

/** Says that the result was copied, until there is another one to copy. */
function CopyButton({ isSaving, copy }: { isSaving: boolean; copy(): Promise<boolean> }) {
  const copied = useSignal<Drawn | undefined>(undefined);
  const isCopied = copied.value !== undefined && copied.value === shown.value;
  const onClick = async (): Promise<void> => {
    const drawn = shown.peek();
    if (await copy()) copied.value = drawn;
  };
  return (
    <>
      <button type="button" aria-busy={isSaving} onClick={onClick}>
        {isCopied ? "Copied" : "Copy"}
      </button>
      <span class="visually-hidden" role="status">
        {isCopied && "Copied."}
      </span>
    </>
  );
}
