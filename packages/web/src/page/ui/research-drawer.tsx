/** For researchers: behind one line, so that it is in nobody's way. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { downloadDMap, downloadLosses, downloadReport, hasTraining } from "../research-downloads.js";
import { shown } from "../session/results.js";
import { dMaps } from "../session/state.js";
import { PAGE_OPTIONS, settings } from "../settings.js";
import { GroundTruthPanel } from "./ground-truth-panel.js";
import { OwnKernel } from "./own-kernel.js";
import { Parameters } from "./parameters.js";

export function ResearchDrawer() {
  return (
    <Drawer content="your own kernel, ground truth, parameters, files">
      <OwnKernel />
      <GroundTruthPanel />
      <Parameters />
      <Files />
    </Drawer>
  );
}

/** Of a list: what holds for all of its pictures. */
export function ListResearchDrawer() {
  return (
    <Drawer content="parameters">
      <Parameters />
    </Drawer>
  );
}

interface DrawerProps {
  /** In a few words. */
  content: string;
  children: ComponentChildren;
}

function Drawer({ content, children }: DrawerProps) {
  // What was set is remembered, and must not be forgotten.
  const isOpen = useSignal(
    settings.noise.value !== undefined || settings.light.value !== PAGE_OPTIONS.light.default,
  );
  return (
    <details
      class="card drawer"
      open={isOpen.value}
      onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
    >
      <summary>
        <h2>For researchers</h2>
        <span class="muted">{content}</span>
      </summary>
      <div class="groups">{children}</div>
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
