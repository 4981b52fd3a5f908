/** The colours of kernel pictures, in files and on the terminal. */
import { interpolateInferno } from "d3-scale-chromatic";

/**
 * The colour of a weight at fraction t in [0, 1] of the colour scale: black, purple, orange, pale yellow ("inferno",
 * perceptually uniform). As "#rrggbb".
 */
export const kernelColour: (t: number) => string = interpolateInferno;
