/** How far a turn of the wheel zooms: as on maps. */

/** What a notch of a mouse's wheel multiplies the zoom by. */
const NOTCH = 1.2;
/**
 * What browsers report for a notch: pixels and lines to scroll by, and the older number, which has been the same
 * everywhere.
 */
const NOTCH_PIXELS = 100;
const NOTCH_LINES = 3;
const NOTCH_LEGACY = 120;
/** Trackpads report a pinch as a turn with Ctrl, by pixels this many times smaller. */
const PINCH = 10;

/** What is used of a wheel's event. */
export type Turn = Pick<WheelEvent, "deltaY" | "deltaMode" | "ctrlKey"> & { wheelDeltaY?: number };

/** The power of 2 that the zoom is multiplied by. */
export const wheelExponent = (turn: Turn): number => -notches(turn) * Math.log2(NOTCH);

/** Notches away from the visitor are negative. */
function notches({ deltaY, deltaMode, ctrlKey, wheelDeltaY = 0 }: Turn): number {
  if (wheelDeltaY !== 0 && wheelDeltaY % NOTCH_LEGACY === 0) return -wheelDeltaY / NOTCH_LEGACY;
  if (deltaMode === 1) return deltaY / NOTCH_LINES;
  if (deltaMode === 2) return Math.sign(deltaY);
  return ((ctrlKey ? PINCH : 1) * deltaY) / NOTCH_PIXELS;
}
