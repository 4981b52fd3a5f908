/** Pictures can be dropped anywhere on the page, and pasted. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { openGiven } from "../session/given-file.js";
import { takenByZone } from "./drop-zones.js";
import { FileButton } from "./file-button.js";

export function DropTarget({ children }: { children: ComponentChildren }) {
  const isOver = useSignal(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const listen = <K extends keyof WindowEventMap>(
      type: K,
      handle: (event: WindowEventMap[K]) => void,
    ): void => window.addEventListener(type, handle, { signal });
    listen("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver.value = true;
    });
    listen("dragleave", (event) => {
      if (event.relatedTarget === null) isOver.value = false;
    });
    listen("drop", (event) => {
      isOver.value = false;
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (takenByZone(event)) return;
      const [dropped] = event.dataTransfer?.files ?? [];
      if (dropped) openGiven(dropped);
    });
    listen("paste", (event) => {
      const [pasted] = event.clipboardData?.files ?? [];
      if (pasted) openGiven(pasted);
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

/** A button that asks for a picture. */
export function ChooseButton({ label, primary = false }: { label: string; primary?: boolean }) {
  return <FileButton label={label} accept="image/*" primary={primary} onChoose={openGiven} />;
}
