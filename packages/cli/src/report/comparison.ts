/**
 * The centre of the page: the output beside what it is compared with, with a slider between them.
 *
 * The slider is `img-comparison-slider` (npm, MIT), inlined. It stays where it is while the pictures move under it:
 *
 *     .stage                     scrolls
 *       .extent                  as large as the pictures at the zoom chosen
 *         img-comparison-slider  as large as what is visible of them, sticky
 *           .pane × 2            scrolled along with the stage by assets/report.js
 *
 * Below it a range input moves the divider too, for keyboards and screen readers.
 */
import { SLIDER_HANDLE_PATH } from "@kernelgan/figures";
import { type Html, html } from "./html.js";
import type { Pictures } from "./pictures.js";

/** Pixels of the screen for one of the picture, in percent. */
const ZOOMS = [100, 200, 400];

/** Something to compare the result with. */
interface Other {
  value: string;
  label: string;
  description: string;
  uri: string;
}

/** What the result can be compared with; the first is shown at first. */
function othersOf({ input, bicubic }: Pictures): Other[] {
  if (!bicubic) return [{ value: "input", label: "the input", description: "The input", uri: input }];
  const usual = `${bicubic.how} in the usual way (bicubic)`;
  return [
    { value: "bicubic", label: usual, description: `The input, ${usual}`, uri: bicubic.uri },
    {
      value: "input",
      label: "the input’s pixels",
      description: `The input, its pixels ${bicubic.how}`,
      uri: input,
    },
  ];
}

/** The comparison with its controls. */
export function comparison(pictures: Pictures, resultName: string): Html {
  const { width, height } = pictures;
  const others = othersOf(pictures);
  return html`<section class="comparison" aria-label="Comparison">
<form class="controls">
${
  others.length > 1
    ? choice(
        "left",
        "Compare with",
        others.map(({ value, label }): [string, string] => [value, label]),
      )
    : undefined
}
${choice("zoom", "Zoom", [["fit", "fit"], ...ZOOMS.map((zoom): [string, string] => [`${zoom}`, `${zoom}%`])])}
</form>
<div class="stage" id="stage" tabindex="0" role="group" aria-label="Pictures; when zoomed, scroll with the arrow keys">
<div class="extent" id="extent" data-width="${width}" data-height="${height}">
<img-comparison-slider id="slider" tabindex="-1" keyboard="disabled" value="50">
<div slot="first" class="pane">
${others.map(
  ({ value, description, uri }, i) =>
    html`<img data-left="${value}" src="${uri}" alt="${description}"${i > 0 ? html` hidden` : undefined}>`,
)}
</div>
<div slot="second" class="pane"><img src="${pictures.output}" alt="The result: ${resultName}"></div>
<div slot="handle" class="handle" id="handle"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SLIDER_HANDLE_PATH}"/></svg></div>
</img-comparison-slider>
</div>
</div>
<div class="divider-row">
<span id="left-name">${others[0]?.label}</span>
<input id="divider" type="range" min="0" max="100" step="1" value="50"
 aria-label="Divider between the compared picture, left, and the result, right">
<span>result (${resultName})</span>
</div>
${remarks(pictures)}
</section>`;
}

function choice(name: string, legend: string, options: [value: string, label: string][]): Html {
  return html`<fieldset class="choice"><legend>${legend}</legend>${options.map(
    ([value, label], i) =>
      html`<label><input type="radio" name="${name}" value="${value}"${i === 0 ? html` checked` : undefined}><span>${label}</span></label>`,
  )}</fieldset>`;
}

function remarks({ detail, lossless, width, height }: Pictures): Html | undefined {
  if (lossless) return undefined;
  const quality = "To keep this page small, the pictures in it are JPEGs of high quality.";
  if (!detail) return html`<p class="note">${quality}</p>`;
  const { part, of, overview } = detail;
  return html`<div class="note detail">
<svg viewBox="0 0 ${of.width} ${of.height}" role="img" aria-label="The whole input, with a frame round the part shown">
<image href="${overview}" width="${of.width}" height="${of.height}"/>
<rect x="${part.x}" y="${part.y}" width="${part.width}" height="${part.height}"/>
</svg>
<p>The output is too large for this page: above are the middle ${width} × ${height} pixels of it. ${quality}</p>
</div>`;
}
