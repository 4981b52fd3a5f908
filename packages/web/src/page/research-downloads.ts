/** Files for researchers: the report, the losses of a training, and its D-maps. */
import { kernel, LOSS_NAMES, type LossName } from "@kernelgan/core";
import { encodeNpy } from "@kernelgan/formats";
import { computed } from "@preact/signals";
import { curves } from "./curves.js";
import { reportText } from "./report.js";
import { save } from "./save.js";
import { measured } from "./session/ground-truth.js";
import { pictureName } from "./session/output-file.js";
import { shown } from "./session/results.js";
import { dMaps, estimation, file } from "./session/state.js";

/** Whether a training has left losses and D-maps. */
export const hasTraining = computed(() => curves.value.iterations.length > 0);

const stem = (): string => file.value?.stem ?? "picture";

export function downloadReport(): void {
  const result = shown.value?.result;
  if (!result || !file.value) return;
  const found = measured.value;
  const quality = found && "result" in found ? found : undefined;
  const text = reportText({ result, image: file.value.name, output: pictureName(result), quality });
  save(new Blob([text], { type: "application/json" }), `${stem()}_x${result.scale}_report.json`);
}

/** All losses, a line for each iteration; of a training that was stopped those that were reported. */
export function downloadLosses(): void {
  save(new Blob([lossTable()], { type: "text/csv" }), `${stem()}_losses.csv`);
}

function lossTable(): string {
  const { iterations, columns } = lossColumns();
  const lines = iterations.map((iteration, i) =>
    [iteration, ...LOSS_NAMES.map((name) => columns[name][i] ?? "")].join(","),
  );
  return `${[["iteration", ...LOSS_NAMES].join(","), ...lines].join("\n")}\n`;
}

function lossColumns(): {
  iterations: readonly number[];
  columns: Readonly<Record<LossName, ArrayLike<number>>>;
} {
  const state = estimation.value;
  if (state.phase === "done" && state.estimate.method === "kernelgan") {
    const { history } = state.estimate;
    return { iterations: Array.from(history.generator, (_, i) => i + 1), columns: history };
  }
  const { iterations, losses } = curves.value;
  return { iterations, columns: losses };
}

/** One of the D-maps: probabilities, a row for each row of pixels. */
export function downloadDMap(which: "real" | "fake"): void {
  const maps = dMaps.value;
  if (!maps) return;
  const bytes = encodeNpy(kernel(maps.size, maps[which]));
  save(new Blob([bytes]), `${stem()}_dmap_${which}.npy`);
}
