/** Choosing among the results: what is shown, beside what, and what is deleted. */
import { showProblem } from "../problems.js";
import { keepResult } from "./choosing-part.js";
import { callBeside } from "./computation.js";
import { showResult } from "./enlargement.js";
import { keep } from "./keeping.js";
import { type Comparison, comparison, removeResult, results, shownId } from "./results.js";
import { mayLoseResult } from "./unsaved.js";

/** Shows a result beside what it is compared with, or beside something else. */
export function show(id: number, beside: Comparison = comparison.value): void {
  const result = results.value.find((one) => one.id === id);
  if (!result) return;
  showResult(result, callBeside, beside)
    .then(() => {
      keepResult();
      return keep();
    })
    .catch((error) => showProblem(error));
}

/** Compares the result that is shown with something else. */
export function compareWith(beside: Comparison): void {
  if (shownId.value !== undefined) show(shownId.value, beside);
}

/** Deletes a result; one that the visitor has not as a file, once they agree. */
export async function remove(id: number): Promise<void> {
  if (!(await mayLoseResult(id))) return;
  const next = removeResult(id);
  if (next !== undefined && next !== shownId.value) show(next);
  else void keep();
}
