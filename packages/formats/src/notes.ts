/** What is known of a kernel besides its weights, as files say it. */
import type { KernelNotes } from "@kernelgan/core";
import { isToneCurve, shown, TONE_CURVE_WANTED } from "@kernelgan/core/internal";
import type { DecodeOptions } from "./limits.js";

/** What a file may say, as it says it. */
type SaidNotes = Readonly<Partial<Record<keyof KernelNotes, unknown>>>;

/**
 * What a file says; values that make no sense, such as another program's percentages, count as not there, with a
 * warning.
 */
export function notesFrom(said: SaidNotes, options: DecodeOptions): KernelNotes {
  return { ...trustFrom(said, options), ...lightFrom(said, options) };
}

function trustFrom({ confidence, fellBack }: SaidNotes, { onWarning }: DecodeOptions): KernelNotes {
  if (confidence === undefined || confidence === null) return {};
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) {
    onWarning?.({
      code: "kernel-confidence",
      message: `its confidence must be a number from 0 to 1, got ${shown(confidence)}: it counts as not known`,
    });
    return {};
  }
  return { confidence, ...((fellBack === true || fellBack === 1) && { fellBack: true }) };
}

/** A tone curve is one of linear light, and says nothing beside another. */
function lightFrom({ light, toneCurve }: SaidNotes, { onWarning }: DecodeOptions): KernelNotes {
  if (light === "encoded") return { light };
  if (light !== "linear") return {};
  if (toneCurve === undefined || toneCurve === null) return { light };
  if (isToneCurve(toneCurve)) return { light, toneCurve };
  onWarning?.({
    code: "kernel-tone-curve",
    message: `its tone curve must be ${TONE_CURVE_WANTED}: it counts as not known, and light as that of sRGB`,
  });
  return { light };
}
