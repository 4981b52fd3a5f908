/** A list of pictures that are enlarged one after the other. */
import { fileSize } from "@kernelgan/figures";
import { useMemo } from "preact/hooks";
import { showProblem } from "../problems.js";
import { remarks } from "../remarks.js";
import { openFile } from "../session/file.js";
import { leaveItem, leaveQueue } from "../session/leaving.js";
import {
  areReal,
  hasOutdated,
  isQueueRunning,
  type QueueItem,
  type QueueState,
  queue,
  queueCounts,
  queueSecondsLeft,
  repeatQueue,
  retry,
  startQueue,
  stopQueue,
} from "../session/queue.js";
import { bytesOfAll, downloadAll, downloadOne, resultsOf } from "../session/queue-files.js";
import { file, showsQueue } from "../session/state.js";
import { settings } from "../settings.js";
import { roughly, TimeLeft } from "../time-left.js";
import { finding } from "../verdict.js";
import { Alert } from "./alert.js";
import { ChooseButton, ChooseFolder } from "./drop-target.js";
import { FileChoice } from "./file-choice.js";
import { RemarkList } from "./remark-list.js";
import { ListResearchDrawer } from "./research-drawer.js";
import { SettingsPanel } from "./settings-panel.js";
import { StrengthSlider } from "./strength-slider.js";

export function QueueView() {
  const { waiting } = queueCounts.value;
  const { length: count } = resultsOf(queue.value);
  return (
    <div class="workbench queue">
      <div class="heading">
        <div>
          <h1 tabIndex={-1} data-next>
            {queue.value.length === 1 ? "1 picture" : `${queue.value.length} pictures`}
          </h1>
          <p class="muted summary">
            <span role="status">{summary()}</span> <RestOfTime />
          </p>
        </div>
        <div class="buttons">
          {/* There from the start, so that the others do not give way to it. */}
          <button
            type="button"
            class="primary"
            disabled={count === 0}
            onClick={() => downloadAll().catch((error) => showProblem(error))}
          >
            {count === 0
              ? "Download as .zip"
              : `Download ${count === 1 ? "it" : `all ${count}`} as .zip, ${fileSize(bytesOfAll())}`}
          </button>
          {isQueueRunning.value ? (
            <button type="button" onClick={stopQueue}>
              Stop
            </button>
          ) : (
            waiting > 0 && (
              <button type="button" onClick={startQueue}>
                Go on
              </button>
            )
          )}
          <ChooseButton label="Add pictures" />
          <ChooseFolder />
          {file.value && (
            <button type="button" onClick={() => (showsQueue.value = false)}>
              Back to {file.value.name}
            </button>
          )}
          <button type="button" title="Forgets the list and its results" onClick={leaveQueue}>
            Close
          </button>
        </div>
      </div>
      <Alert />
      <section class="pictures" aria-label="Pictures">
        <ul class="queue-list">
          {queue.value.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      </section>
      <div class="side">
        <section class="card" aria-labelledby="files-title">
          <h2 id="files-title">Files</h2>
          <StrengthSlider
            strength={settings.strength.value}
            onInput={(strength) => (settings.strength.value = strength)}
          />
          <FileChoice />
          <p class="note">The .zip also has the kernel of each picture, and a table of what was found.</p>
          {hasOutdated.value && (
            <>
              <p class="note">Some were made with other settings than those chosen now.</p>
              <div class="buttons">
                <button type="button" onClick={repeatQueue}>
                  Make them again
                </button>
              </div>
            </>
          )}
        </section>
        <SettingsPanel isUntouched={areReal.value} onUntouched={(value) => (areReal.value = value)} />
        {/* Below a long list nobody would see it. */}
        <ListResearchDrawer />
      </div>
    </div>
  );
}

function summary(): string {
  const { waiting, working, done, failed } = queueCounts.value;
  const left = waiting + working;
  return [
    `${done} done`,
    ...(left > 0 ? [`${left} to go`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(", ");
}

/** Beside the status, not in it: it is not read out whenever it changes. */
function RestOfTime() {
  const timeLeft = useMemo(() => new TimeLeft(), []);
  const seconds = queueSecondsLeft.value;
  const told = seconds === undefined ? undefined : timeLeft.tell(`${queue.value.length} pictures`, seconds);
  return told === undefined ? null : <span>about {roughly(told)} left</span>;
}

function Item({ item }: { item: QueueItem }) {
  const { id, path, state, thumbnail } = item;
  return (
    <li class={state.phase === "waiting" ? "queue-item is-waiting" : "queue-item"}>
      <button
        type="button"
        class="open"
        aria-label={`Open ${path}`}
        title="Open it, to look at it closely"
        onClick={() => openFile(item.file, item.file.name)}
      >
        {thumbnail ? (
          <img src={thumbnail} alt="" />
        ) : (
          <span class="blank">{state.phase === "failed" && <NoPicture />}</span>
        )}
      </button>
      <div class="about">
        <p class="name" title={path}>
          {path}
        </p>
        <State item={item} />
      </div>
      <div class="buttons">
        {state.phase === "done" && (
          <button type="button" aria-label={`Download ${path}`} onClick={() => downloadOne(item)}>
            Download
          </button>
        )}
        {state.phase === "failed" && state.mayBeTriedAgain && (
          <button type="button" aria-label={`Try again: ${path}`} onClick={() => retry(id)}>
            Try again
          </button>
        )}
        <button
          type="button"
          class="remove"
          aria-label={`Take ${path} off the list`}
          title="Take it off the list"
          onClick={() => leaveItem(item)}
        >
          ×
        </button>
      </div>
    </li>
  );
}

/** A picture, crossed out. */
function NoPicture() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <path d="M16 9h21a5 5 0 0 1 5 5v21M37 39H11a5 5 0 0 1-5-5V14a5 5 0 0 1 3-4.6M8 35l11-11 8 8M6 6l36 36" />
    </svg>
  );
}

/** What was found, and what became of it. */
function Done({ path, state: { facts, blob } }: { path: string; state: QueueState & { phase: "done" } }) {
  const { length: count } = remarks(facts);
  const counted = count === 1 ? "1 remark" : `${count} remarks`;
  return (
    <>
      <p>{finding(facts)}</p>
      <p class="muted">
        {facts.width} × {facts.height}, {fileSize(blob.size)}
      </p>
      {count > 0 && (
        <details>
          <summary aria-label={`${counted} on ${path}`}>{counted}</summary>
          <RemarkList of={facts} />
        </details>
      )}
    </>
  );
}

function State({ item: { path, state } }: { item: QueueItem }) {
  switch (state.phase) {
    case "waiting":
      return <p class="muted">waiting</p>;
    case "working":
      return <progress max="1" value={state.done} aria-label={`${path} is being enlarged`} />;
    case "done":
      return <Done path={path} state={state} />;
    case "failed":
      return <p class="failure">{state.words}</p>;
  }
}
