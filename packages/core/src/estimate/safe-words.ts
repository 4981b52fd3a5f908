/**
 * What is said where a safe kernel takes the place of an estimate. The same finding is put into other words of the
 * kernel than of a picture that is made with it: who asks for a kernel gets the bicubic one, who asks for a picture
 * gets it enlarged in the usual way.
 */

/** One finding, as it is said of either. */
interface SafeWords {
  readonly ofKernel: string;
  readonly ofPicture: string;
}

/** Of an image that has no blur to undo, at that scale. */
export function noBlur(scale: number): SafeWords {
  const kernel =
    scale === 1 ? "the kernel changes nothing" : "the kernel is the bicubic one, of a usual enlargement";
  const said = (outcome: string): string => `no blur that can be undone: ${outcome}`;
  return { ofKernel: said(kernel), ofPicture: said(usualWay(scale)) };
}

/** Of a picture that is made without an estimate. */
export function usualWay(scale: number): string {
  return scale === 1 ? "nothing is sharpened" : "enlarged in the usual way, with the bicubic kernel";
}

/**
 * The warnings of an estimate for that scale, as they are said of a picture that is made with its kernel. An estimate
 * may have gone through a file or a worker, so its warnings are plain text, of which one is known by being, as a whole,
 * what is said of the kernel.
 */
export function saidOfPicture(warnings: readonly string[], scale: number): string[] {
  const { ofKernel, ofPicture } = noBlur(scale);
  return warnings.map((warning) => (warning === ofKernel ? ofPicture : warning));
}
