/**
 * @kernelgan/figures: what reports, galleries and the web page have in common when they draw kernels and trainings.
 *   Strings and arrays come out (SVG, pixels, numbers, words): there is no DOM and no Node in it.
 *   `@kernelgan/figures/shared.css` has the colours and the rules of style that all of them use.
 *
 * @example
 * import { kernelFigure } from "@kernelgan/figures";
 *
 * picture.innerHTML = kernelFigure(estimate.kernel, { title: "photo", scale: 2 });
 */
export { axisNumber, logTicks } from "./axis.js";
export { kernelColour, verdictColour } from "./colours.js";
export { type Curve, type CurvePoint, thinCurve } from "./curve.js";
export { type DMapWords, dMapWords } from "./d-map.js";
export { foundBlur } from "./found-blur.js";
export {
  type HeatMapColours,
  heatMapPixels,
  heatMapSquares,
  kernelRange,
  type ValueRange,
} from "./heat-map.js";
export { FIGURE_HEIGHT, FIGURE_WIDTH, type FigureLabels, kernelFigure } from "./kernel-figure.js";
export { SLIDER_HANDLE_PATH } from "./slider.js";
export { INK, type Label, shorten, svgText, type TextRenderer } from "./text.js";
export { blurInWords, capitalised, duration, fileSize, megabytes, percent, weightInWords } from "./words.js";
