/** The discriminator's verdicts as two heat maps with one colour scale. */
import type { DMaps } from "@kernelgan/core";
import { dMapWords, heatMapSquares, verdictColour } from "@kernelgan/figures";
import { Html, html } from "./html.js";

/** The two D-maps side by side, with a legend and what they mean. */
export function dMapFigure({ size, real, fake }: DMaps): Html {
  return html`<figure class="d-maps">
<figcaption>D-maps of the last iteration</figcaption>
<div class="maps">
${heatMap("crop of the image", size, real)}
${heatMap("crop made by the generator", size, fake)}
</div>
<div class="verdict-scale" aria-hidden="true"></div>
<div class="scale-labels"><span>0 “generated”</span><span>½</span><span>1 “of the image”</span></div>
<p class="note">For each pixel of a crop, the probability that the 7 × 7 patch round it comes from the image: the
discriminator’s verdict. Where it can only guess, the generated crop’s patches are as good as the image’s.</p>
</figure>`;
}

function heatMap(crop: string, size: number, values: Float32Array): Html {
  const { mean, description } = dMapWords(crop, size, values);
  return html`<div>
<svg viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"
 aria-label="${description}">${new Html(heatMapSquares(values, verdictColour, { size }))}</svg>
<p>${crop}<br><span class="muted">mean ${mean}</span></p>
</div>`;
}
