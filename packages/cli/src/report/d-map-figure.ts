/** The discriminator's verdicts as two heat maps with one colour scale. */
import type { DMaps } from "@kernelgan/core";
import { interpolatePuOr } from "d3-scale-chromatic";
import { type Html, html } from "./html.js";

/** Purple for "generated" (0), pale for undecided, orange for "of the image" (1). */
const verdictColour: (probability: number) => string = interpolatePuOr;

const STEPS = 32;

/** The two D-maps side by side, with a legend and what they mean. */
export function dMapFigure({ size, real, fake }: DMaps): Html {
  return html`<figure class="d-maps">
<figcaption>D-maps of the last iteration</figcaption>
<div class="maps">
${heatMap("crop of the image", size, real)}
${heatMap("crop made by the generator", size, fake)}
</div>
<svg class="scale" viewBox="0 0 ${STEPS} 2" preserveAspectRatio="none" aria-hidden="true">
${Array.from(
  { length: STEPS },
  (_, i) => html`<rect x="${i}" width="1.05" height="2" fill="${verdictColour(i / (STEPS - 1))}"/>`,
)}
</svg>
<div class="scale-labels"><span>0 “generated”</span><span>½</span><span>1 “of the image”</span></div>
<p class="note">For each pixel of a crop, the probability that the 7 × 7 patch round it comes from the image: the
discriminator’s verdict. Where it can only guess, the generated crop’s patches are as good as the image’s.</p>
</figure>`;
}

function heatMap(name: string, size: number, values: Float32Array): Html {
  const mean = (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
  const squares = Array.from(
    values,
    (value, i) =>
      html`<rect x="${i % size}" y="${Math.floor(i / size)}" width="1" height="1" fill="${verdictColour(value)}"/>`,
  );
  return html`<div>
<svg viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"
 aria-label="D-map of the ${name}: ${size} × ${size} probabilities, mean ${mean}">${squares}</svg>
<p>${name}<br><span class="muted">mean ${mean}</span></p>
</div>`;
}
