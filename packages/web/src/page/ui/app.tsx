/** The page: a welcome, or the workbench with the picture that is open. */
import { chosenEngine, engineName } from "../engines.js";
import { newVersion } from "../offline.js";
import { file, showsQueue, usesEngine } from "../session/state.js";
import { Alert } from "./alert.js";
import { Announcements } from "./announcements.js";
import { DropTarget } from "./drop-target.js";
import { HowItWorks } from "./how-it-works.js";
import { LossDialog } from "./loss-dialog.js";
import { QueueView } from "./queue-view.js";
import { Welcome } from "./welcome.js";
import { Workbench } from "./workbench.js";

export function App() {
  return (
    <DropTarget>
      <header class="top">
        <p class="wordmark">
          <Mark />
          kernelgan
        </p>
        <NewVersion />
        {DOCUMENTATION && <a href={DOCUMENTATION}>Documentation</a>}
        {usesEngine.value && (
          <p class="engine">
            <span class="dot" aria-hidden="true" />
            {engineName(chosenEngine.value)}
          </p>
        )}
      </header>
      <main>
        {showsQueue.value ? <QueueView /> : file.value ? <Workbench /> : <Beginning />}
        <HowItWorks />
      </main>
      <footer>
        <p>
          kernelgan {CORE_VERSION} · The blur is found from the picture’s fine detail, or with KernelGAN
          (Bell-Kligler, Shocher and Irani, 2019). Nothing leaves this device: the page’s own rules forbid it
          to talk to any other site.
        </p>
      </footer>
      <LossDialog />
      <Announcements />
    </DropTarget>
  );
}

/** The welcome begins with its headline, and gives way to a message. */
function Beginning() {
  return (
    <>
      <Alert />
      <Welcome />
    </>
  );
}

/** The logo: a small kernel. */
function Mark() {
  const shades = [0.15, 0.5, 0.2, 0.5, 1, 0.5, 0.2, 0.5, 0.15];
  return (
    <svg viewBox="0 0 9 9" width="22" height="22" aria-hidden="true">
      {shades.map((opacity, i) => (
        <rect
          key={i}
          x={3 * (i % 3) + 0.25}
          y={3 * Math.floor(i / 3) + 0.25}
          width="2.5"
          height="2.5"
          rx="0.6"
          fill="var(--accent)"
          opacity={opacity}
        />
      ))}
    </svg>
  );
}

/** In the head, where it moves nothing: it comes at any time. */
function NewVersion() {
  const takeOver = newVersion.value;
  return (
    <div role="status" class="new-version">
      {takeOver && (
        <button type="button" title="Your picture and its results stay" onClick={takeOver}>
          New version: reload
        </button>
      )}
    </div>
  );
}
