/** The result on the screen: what was done, how much of it to take, and the file of it. */
import { fileSize } from "@kernelgan/figures";
import { useSignal } from "@preact/signals";
import type { FileFormat } from "../../tasks.js";
import { copyPicture, downloadPicture, mayCopy, maySharePictures, sharePicture } from "../downloads.js";
import { FORMAT_NAMES } from "../encode.js";
import { showProblem } from "../problems.js";
import { remarks } from "../remarks.js";
import { keepResult } from "../session/choosing-part.js";
import { enlarge } from "../session/enlargement.js";
import { estimate } from "../session/estimation.js";
import { keep } from "../session/keeping.js";
import { chosenFormat, fileFormat, formats, madeFile } from "../session/output-file.js";
import { type Drawn, isAllAsked, type Result, setStrength, shown } from "../session/results.js";
import { estimation, file, hasEstimate, isBusy, kernelSoFar, picture } from "../session/state.js";
import { settings } from "../settings.js";
import { verdict } from "../verdict.js";
import { Choice } from "./choice.js";
import { Quality } from "./file-choice.js";
import { FirstRemark } from "./remark-list.js";
import { StrengthSlider } from "./strength-slider.js";

export function ResultPanel() {
  const result = shown.value?.result;
  const isChoosing = estimation.value.phase === "choosing";
  return (
    <section class="card result-panel" aria-labelledby="result-title">
      <h2 id="result-title">Result</h2>
      {isChoosing ? <NotYet earlier={result} /> : <Whole result={result} />}
    </section>
  );
}

/** While the visitor chooses a part: what is on the screen is no result. */
function NotYet({ earlier }: { earlier: Result | undefined }) {
  const scale = settings.scale.value;
  return (
    <>
      <p class="note">There is no ×{scale} result yet: choose first what to work on.</p>
      {earlier && (
        <>
          <p class="note">The ×{earlier.scale} result is kept, and can be saved when it is shown again.</p>
          <div class="buttons">
            <button type="button" onClick={keepResult}>
              Show it
            </button>
          </div>
        </>
      )}
    </>
  );
}

/** All of its controls are there from the start, so that none moves when the result comes. */
function Whole({ result }: { result: Result | undefined }) {
  return (
    <>
      <div class="found">
        {result ? (
          <>
            <p class="verdict">{verdict(result)}</p>
            <Remarks result={result} />
          </>
        ) : (
          <p class="note">
            {isBusy.value ? "It will appear in the place of the picture." : "There is none yet."}
          </p>
        )}
        {!result && <Ahead result={result} />}
      </div>
      <StrengthSlider
        strength={result?.strength ?? settings.strength.value}
        isDisabled={!result}
        onInput={(strength) => result && setStrength(result.id, strength)}
        onChange={() => void keep()}
      />
      <FileOfResult result={result} />
      {result && <Ahead result={result} />}
    </>
  );
}

/** What there is to know of it and of its file, or else how to look at it. */
function Remarks({ result }: { result: Result }) {
  const { obstacle, warnings } = result;
  // Transparency has a note of its own, at the format that is chosen.
  const ofFile = madeFile.value?.warnings.filter(({ code }) => code !== "transparency-left-out") ?? [];
  const [first, ...others] = remarks({ obstacle, warnings: [...warnings, ...ofFile] });
  if (first) return <FirstRemark all={[first, ...others]} />;
  return <p class="note">Made in {result.seconds.toFixed(1)} s. Drag the line on the picture to compare.</p>;
}

/** What can be done next, where something was stopped or has failed. */
function Ahead({ result }: { result: Result | undefined }) {
  if (isBusy.value) return null;
  const scale = settings.scale.value;
  if (result && isAllAsked(result) && !kernelSoFar.value) return null;
  if (!hasEstimate.value) {
    const stopped = estimation.value.phase === "stopped" ? estimation.value : undefined;
    const training = stopped?.progress?.training;
    const when = training
      ? `after ${training.iteration.toLocaleString("en")} iterations`
      : "before a blur was found";
    const made =
      result?.scale === scale && result.method === settings.method.value ? stopped?.made : undefined;
    const isSoFar = result !== undefined && result.id === made?.soFar;
    const isUsual = result !== undefined && result.id === made?.usual;
    return (
      <>
        <p class="note">
          {`Stopped ${when}. `}
          {!result && "The picture can be enlarged all the same."}
          {result && !isSoFar && !isUsual && "What is shown was made before."}
        </p>
        <div class="buttons ahead">
          {kernelSoFar.value && !isSoFar && (
            <button type="button" class="primary" onClick={() => enlarge("soFar")}>
              Use the blur found so far
            </button>
          )}
          {scale > 1 && !isUsual && (
            <button type="button" onClick={() => enlarge("usual")}>
              Only enlarge it
            </button>
          )}
          <button type="button" onClick={estimate}>
            Start again
          </button>
        </div>
      </>
    );
  }
  return (
    <>
      {result && <p class="note">What is shown was made with other settings than those chosen now.</p>}
      <div class="buttons">
        <button type="button" class="primary" onClick={() => enlarge()}>
          {scale === 1 ? "Sharpen" : `Upscale ×${scale}`}
        </button>
      </div>
    </>
  );
}

function FileOfResult({ result }: { result: Result | undefined }) {
  const format = fileFormat.value;
  const made = madeFile.value;
  const isSaving = useSignal(false);
  /** @returns whether it succeeded */
  const saving = async (save: () => Promise<void>): Promise<boolean> => {
    if (isSaving.value) return false;
    isSaving.value = true;
    const isSaved = await save().then(
      () => true,
      (error) => showProblem(error, file.value?.name),
    );
    isSaving.value = false;
    return isSaved ?? false;
  };
  return (
    <>
      <Choice
        legend="File"
        value={format}
        options={formats.value.map((one) => [one, FORMAT_NAMES[one].name])}
        onChange={(value) => (chosenFormat.value = value)}
      />
      {format !== "png" && <Quality />}
      <p class="note">Size: {made ? fileSize(made.size) : result ? "a moment …" : "not known yet"}</p>
      {result ? (
        <SaveButtons format={format} isSaving={isSaving.value} saving={saving} />
      ) : (
        <div class="buttons">
          <button type="button" class="primary" disabled>
            Download
          </button>
        </div>
      )}
      {format === "jpeg" && picture.value?.hasAlpha && (
        <p class="note">JPEG has no transparency: it becomes white.</p>
      )}
    </>
  );
}

interface SaveButtonsProps {
  format: FileFormat;
  isSaving: boolean;
  saving(save: () => Promise<void>): Promise<boolean>;
}

function SaveButtons({ format, isSaving, saving }: SaveButtonsProps) {
  return (
    <div class="buttons">
      <button type="button" class="primary" aria-busy={isSaving} onClick={() => saving(downloadPicture)}>
        {isSaving && !madeFile.value ? "Writing the file …" : `Download ${FORMAT_NAMES[format].name}`}
      </button>
      {mayCopy && <CopyButton isSaving={isSaving} copy={() => saving(copyPicture)} />}
      {maySharePictures && (
        <button type="button" aria-busy={isSaving} onClick={() => saving(sharePicture)}>
          Share
        </button>
      )}
    </div>
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
