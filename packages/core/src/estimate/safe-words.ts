/**
 * What is said where a safe kernel takes the place of an estimate. The same finding is put into other words of the
 * kernel than of a picture that is made with it: who asks for a kernel gets the bicubic one, who asks for a picture
 * gets it enlarged in the usual way.
 */
import type { KernelGanError } from "../errors.js";
import type { Warning } from "../warnings.js";

/** Of an image without a blur that can be undone: what becomes of its kernel for that scale. */
export function noBlur(scale: number): Warning {
  return noBlurThat(
    scale === 1 ? "the kernel changes nothing" : "the kernel is the bicubic one, of a usual enlargement",
  );
}

/** Of a picture that is made without an estimate, by that factor, for the reason that an error gives. */
export function noEstimate({ message }: KernelGanError, scale: number): Warning {
  return { code: "no-estimate", message: `${message}; ${usualWay(scale)}` };
}

/** The warnings of an estimate for that scale, as they are said of a picture that is made with its kernel. */
export function saidOfPicture(warnings: readonly Warning[], scale: number): Warning[] {
  return warnings.map((warning) => (warning.code === "no-blur" ? noBlurThat(usualWay(scale)) : warning));
}

function noBlurThat(outcome: string): Warning {
  return { code: "no-blur", message: `no blur that can be undone: ${outcome}` };
}

function usualWay(scale: number): string {
  return scale === 1 ? "nothing is sharpened" : "enlarged in the usual way, with the bicubic kernel";
}
