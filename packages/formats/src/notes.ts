/** What is known of a kernel besides its weights, as files say it. */
import type { KernelNotes } from "@kernelgan/core";
import { shown } from "@kernelgan/core/internal";
import type { DecodeOptions } from "./limits.js";

/**
 * What a file says; values that make no sense, such as another program's percentages, count as not there, with a
 * warning.
 */
export function notesFrom(
  { confidence, fellBack, light }: Readonly<Partial<Record<keyof KernelNotes, unknown>>>,
  { onWarning }: DecodeOptions,
): KernelNotes {
  const known: KernelNotes = light === "linear" || light === "encoded" ? { light } : {};
  if (confidence === undefined || confidence === null) return known;
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) {
    onWarning?.({
      code: "kernel-confidence",
      message: `its confidence must be a number from 0 to 1, got ${shown(confidence)}: it counts as not known`,
    });
    return known;
  }
  return { confidence, ...((fellBack === true || fellBack === 1) && { fellBack: true }), ...known };
}
