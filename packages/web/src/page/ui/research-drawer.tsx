/** For researchers: behind one line, so that it is in nobody's way. */
import { useSignal } from "@preact/signals";
import { downloadDMap, downloadLosses, downloadReport, hasTraining } from "../research-downloads.js";
import { shown } from "../session/results.js";
import { dMaps } from "../session/state.js";
import { settings } from "../settings.js";
import { GroundTruthPanel } from "./ground-truth-panel.js";
import { OwnKernel } from "./own-kernel.js";
import { Parameters } from "./parameters.js";

export function ResearchDrawer() {
  // Noise that was set is remembered, and must not be forgotten.
  const isOpen = useSignal(settings.noise.value !== undefined);
  return (
    <details
      class="card drawer"
      open={isOpen.value}
      onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
    >
      <summary>
        <h2>For researchers</h2>
        <span class="muted">your own kernel, ground truth, parameters, files</span>
      </summary>
      <div class="groups">
        <OwnKernel />
        <GroundTruthPanel />
        <Parameters />
        <Files />
      </div>
    </details>
  );
}

function Files() {
  return (
    <section class="group" aria-labelledby="files-title">
      <h3 id="files-title">Files</h3>
      <p class="note">
        The report is the JSON document that <code>kernelgan upscale --json</code> prints.
        {!hasTraining.value && " KernelGAN’s losses and D-maps can be had once it has been trained."}
      </p>
      <div class="buttons">
        <FileLink label="Report (.json)" isThere={shown.value !== undefined} onClick={downloadReport} />
        <FileLink label="Losses (.csv)" isThere={hasTraining.value} onClick={downloadLosses} />
        <FileLink
          label="D-map, picture (.npy)"
          isThere={dMaps.value !== undefined}
          onClick={() => downloadDMap("real")}
        />
        <FileLink
          label="D-map, generated (.npy)"
          isThere={dMaps.value !== undefined}
          onClick={() => downloadDMap("fake")}
        />
      </div>
    </section>
  );
}

function FileLink({ label, isThere, onClick }: { label: string; isThere: boolean; onClick(): void }) {
  if (!isThere) return null;
  return (
    <button type="button" onClick={onClick}>
      {label}
    </button>
  );
}
