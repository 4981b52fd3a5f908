/** Of what a bench can try, what it is asked for. */
import { namesAmong } from "@kernelgan/testing/script-arguments";

/** The trials whose titles are in a comma-separated list, default all; ends the script if a title is unknown. */
export function chosenTrials<T extends { readonly title: string }>(
  trials: readonly T[],
  list: string | undefined,
): readonly T[] {
  if (list === undefined) return trials;
  const titles = trials.map(({ title }) => title);
  const chosen = namesAmong(list, "table", titles);
  return trials.filter(({ title }) => chosen.includes(title));
}
