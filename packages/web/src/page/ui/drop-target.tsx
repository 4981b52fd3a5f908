/** Pictures can be dropped anywhere on the page, and pasted. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { TaskError } from "../../bridge/messages.js";
import { showProblem } from "../problems.js";
import { openAllGiven, openFolder } from "../session/given-file.js";
import { chosenFiles, droppedFiles } from "../session/given-files.js";
import { takenByZone } from "./drop-zones.js";
import { FileButton } from "./file-button.js";

export function DropTarget({ children }: { children: ComponentChildren }) {
  const isOver = useSignal(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    // What is dragged within the page, a thumbnail say, is not meant to be opened.
    let isOwn = false;
    const kindOf = ({ dataTransfer }: DragEvent): "files" | "link" | undefined => {
      if (isOwn || !dataTransfer) return undefined;
      if (dataTransfer.types.includes("Files")) return "files";
      // The browser would leave the page for it.
      return dataTransfer.types.includes("text/uri-list") ? "link" : undefined;
    };
    const listen = <K extends keyof WindowEventMap>(
      type: K,
      handle: (event: WindowEventMap[K]) => void,
    ): void => window.addEventListener(type, handle, { signal });
    listen("dragstart", () => {
      isOwn = true;
    });
    listen("dragend", () => {
      isOwn = false;
    });
    listen("dragover", (event) => {
      const kind = kindOf(event);
      if (!kind) return;
      event.preventDefault();
      isOver.value = kind === "files";
    });
    listen("dragleave", (event) => {
      if (event.relatedTarget === null) isOver.value = false;
    });
    listen("drop", (event) => {
      isOver.value = false;
      const kind = kindOf(event);
      if (!kind) return;
      event.preventDefault();
      if (kind === "link") showProblem(new TaskError("link-dropped", "a link was dropped"));
      else if (!takenByZone(event) && event.dataTransfer)
        droppedFiles(event.dataTransfer)
          .then(openAllGiven)
          .catch((error) => showProblem(error));
    });
    listen("paste", (event) => {
      openAllGiven(chosenFiles([...(event.clipboardData?.files ?? [])]));
    });
    return () => controller.abort();
  }, []);
  return (
    <>
      {children}
      {isOver.value && (
        <div class="drop-veil" aria-hidden="true">
          <p>Drop it anywhere</p>
        </div>
      )}
    </>
  );
}

/** A button that asks for pictures. */
export function ChooseButton({ label, primary = false }: { label: string; primary?: boolean }) {
  return (
    <FileButton
      label={label}
      accept="image/*"
      primary={primary}
      many="files"
      onChoose={(files) => openAllGiven(chosenFiles(files))}
    />
  );
}

/** A button that asks for a folder, where the browser has folders. */
export function ChooseFolder() {
  if (!("webkitdirectory" in HTMLInputElement.prototype)) return null;
  return <FileButton label="Choose a folder" accept="" many="folder" onChoose={openFolder} />;
}
