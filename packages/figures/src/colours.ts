/** The colour scales of heat maps, the same in files, on pages and on the terminal. */
import { interpolateInferno, interpolatePuOr } from "d3-scale-chromatic";

/**
 * The colour of a kernel's weight at fraction t in [0, 1] of the colour scale: black, purple, orange, pale yellow
 * ("inferno", perceptually uniform). As "#rrggbb".
 */
export const kernelColour: (t: number) => string = interpolateInferno;

/**
 * The colour of a discriminator's verdict, a probability: purple for "generated" (0), pale for undecided, orange for
 * "of the image" (1). As "rgb(r, g, b)".
 */
export const verdictColour: (probability: number) => string = interpolatePuOr;
