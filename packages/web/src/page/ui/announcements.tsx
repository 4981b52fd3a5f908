/** What a screen reader announces: every quarter of a training, and what is finished. */
import { useComputed } from "@preact/signals";
import { shown } from "../session/results.js";
import { enlargement, estimation } from "../session/state.js";
import { verdict } from "../verdict.js";

export function Announcements() {
  const text = useComputed(() => {
    const { value: larger } = enlargement;
    if (larger.phase === "working") return "Enlarging the picture.";
    if (larger.phase === "returning") return "Bringing the result back.";
    if (larger.phase === "done") return shown.value ? verdict(shown.value.result) : "";
    const { value: state } = estimation;
    switch (state.phase) {
      case "choosing":
        return "Choose which part of the picture to use.";
      case "opening":
        return "Opening the picture.";
      case "engine":
        return "Fetching the engine.";
      case "estimating": {
        const quarters = Math.floor(4 * state.progress.done);
        return quarters > 0 ? `${25 * quarters} percent.` : "Looking for the blur.";
      }
      case "stopped":
        return "Stopped.";
      case "done":
        return "The search for the blur is done.";
      case "impossible":
        return "No blur can be found in it.";
      default:
        return "";
    }
  });
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}
