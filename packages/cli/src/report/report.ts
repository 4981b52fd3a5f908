/** `--report`: all about one upscaled image in one HTML file that opens from disk and loads nothing. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  type AutoEstimate,
  alignedCentre,
  centreOfMass,
  type Estimate,
  type Kernel,
  type KernelGanEstimate,
  kernelSum,
  type PlanarImage,
  type RestoreMethod,
  type SuperResolution,
  type Warning,
} from "@kernelgan/core";
import { check } from "@kernelgan/core/internal";
import { blurInWords, foundBlur, kernelFigure, kernelRange, percent } from "@kernelgan/figures";
import { comparison } from "./comparison.js";
import { dMapFigure } from "./d-map-figure.js";
import { Html, html } from "./html.js";
import { adversarialFigure, regulariserFigures, type Training, trainingFigure } from "./loss-figures.js";
import { asset, htmlPage } from "./page.js";
import { pictures } from "./pictures.js";

/** What a report is about. */
export interface ReportInput {
  /** The image's file name. */
  title: string;
  /** [1 or 3, h, w], values in [0, 1]. */
  input: PlanarImage;
  /** The larger picture, or the sharper one of the same size. */
  output: PlanarImage;
  /** The colour profile that the values refer to, if the file has one. */
  icc?: Uint8Array | undefined;
  /** That the kernel is for. */
  scale: number;
  /** The kernel that was upscaled for. */
  kernel: Kernel;
  /** Where it comes from: "estimated (auto)", "given: FILE", "bicubic". */
  kernelOrigin: string;
  /** How it was estimated, if it was. */
  estimate?: Estimate | undefined;
  /** How it was upscaled. */
  restoration: RestorationSummary;
  /** Options by their names, in the order to show. */
  settings: Readonly<Record<string, string | number | boolean>>;
  timings: readonly { label: string; seconds: number }[];
  /** Everything that a careful user should know. */
  warnings: readonly Warning[];
  /** The command that gives this result again. */
  command: string;
  /** Of this program. */
  version: string;
  /** When the image was upscaled. */
  date: Date;
}

/** The part of a super-resolution that a report describes. */
export type RestorationSummary = Pick<SuperResolution, "method" | "noise"> & {
  trainings: readonly Training[];
};

const METHODS: Readonly<Record<RestoreMethod, string>> = {
  zssr: "ZSSR, a network trained on this image",
  fast: "fast, a solver without a network",
};

const NOISE_NAMES: Readonly<Record<RestoreMethod, string>> = {
  fast: "Noise assumed, σ",
  zssr: "Noise on the examples, σ",
};

const SHAPES: Readonly<Record<keyof AutoEstimate["shapes"], string>> = {
  gaussian: "Gaussian blur",
  disk: "Defocus, a filled ellipse",
  box: "A program's blur, a box or a Gaussian that is cut off",
  motion: "Straight motion",
  arc: "Bent motion, as of a shaken camera",
  bicubic: "The bicubic kernel: nothing to undo",
  free: "Any path of the camera, from the edges",
};

const FREE = `None of them does; the kernel was found without a model, in turns with a picture of few edges that it could have
blurred into this one.`;

const require = createRequire(import.meta.url);

/**
 * The report as the text of an HTML file; the same input gives the same text.
 *
 * @example
 * await writeFile("photo_report.html", await reportHtml({ title: "photo.jpg", input, output, scale: 2, … }));
 */
export async function reportHtml(input: ReportInput): Promise<string> {
  check(!Number.isNaN(input.date.getTime()), () => "the report's date is not a date");
  const style = asset("report.css");
  const scripts = [sliderScript(), asset("report.js")];
  const shown = await pictures(input);
  const body = html`<main>
${heading(input)}
${warnings(input.warnings)}
${comparison(shown, input.restoration.method)}
${kernelSection(input)}
${estimateSection(input.estimate)}
${restorationSection(input)}
<div class="columns">
${settingsTable(input.settings)}
${timingsTable(input.timings)}
</div>
${commandSection(input.command)}
</main>
<footer>kernelgan ${input.version} · <time datetime="${input.date.toISOString()}">${readableDate(input.date)}</time> · this page is complete: it loads nothing</footer>`;
  return htmlPage({ title: `${input.title} ×${ratioOf(input)} – kernelgan`, style, scripts, body });
}

/** How many times larger the output is. */
function ratioOf({ input, output }: ReportInput): number {
  return Number((output.width / input.width).toFixed(2));
}

function heading(report: ReportInput): Html {
  const { title, input, output, kernelOrigin, restoration } = report;
  return html`<header>
<p class="overline">kernelgan upscale</p>
<h1>${title}</h1>
<p class="facts">${input.width} × ${input.height} → <strong>${output.width} × ${output.height}</strong> · ×${ratioOf(report)} ·
kernel ${kernelOrigin} · ${METHODS[restoration.method]}</p>
</header>`;
}

function warnings(all: readonly Warning[]): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<section class="warnings" aria-labelledby="warnings">
<h2 id="warnings">${all.length === 1 ? "A warning" : `${all.length} warnings`}</h2>
${warningList(all)}
</section>`;
}

function warningList(all: readonly Warning[]): Html {
  return html`<ul>${all.map(({ message }) => html`<li>${message}</li>`)}</ul>`;
}

function kernelSection({ kernel, kernelOrigin, scale, estimate }: ReportInput): Html {
  const aligned = alignedCentre(kernel.size, scale);
  const { x, y } = centreOfMass(kernel);
  const figure = kernelFigure(kernel, { title: "Kernel", scale });
  const place = `row ${y.toFixed(2)}, column ${x.toFixed(2)}`;
  return html`<section aria-labelledby="kernel">
<h2 id="kernel">Kernel</h2>
<div class="columns">
<div class="card kernel" role="img" aria-label="Heat map of the ${kernel.size} × ${kernel.size} kernel; its centre of mass lies at ${place}">${new Html(figure)}</div>
<div>
<p>The blur that the image is taken to have gone through${scale > 1 ? ` before it was made ${scale} times smaller` : ""}:
each of its pixels is a weighted mean of ${kernel.size} × ${kernel.size} pixels of the sharp picture.</p>
${factList([
  ["Origin", kernelOrigin],
  ["Size", `${kernel.size} × ${kernel.size} output pixels`],
  ["Sum of weights", kernelSum(kernel).toFixed(4)],
  ["Largest weight", kernelRange(kernel)[1].toFixed(4)],
  ["Centre of mass (ring)", place],
  ["Aligned centre (cross)", `row ${aligned}, column ${aligned}`],
  ...estimateFacts(estimate),
])}
</div>
</div>
</section>`;
}

function estimateFacts(estimate: Estimate | undefined): Fact[] {
  if (!estimate) return [];
  const { confidence } = estimate;
  const blur = foundBlur(estimate);
  const common: Fact[] = [
    ...(blur ? [["Looks like", blurInWords(blur)] as const] : []),
    ["Confidence", confidence.toFixed(2)],
  ];
  if (estimate.method !== "kernelgan") return common;
  const { seed, runs, restarts, timing } = estimate;
  return [
    ...common,
    ["Iterations", `${timing.iterations}, ${timing.msPerIteration.toFixed(1)} ms each`],
    [
      "Runs: seed, weight",
      `${runs.map((run) => `${run.seed}: ${run.weight.toFixed(2)}`).join(", ")}${restarts > 0 ? `; ${restarts} failed` : ""}`,
    ],
    ...(runs.length > 1 ? [["Shown", `the run with seed ${seed}, of most weight`] as const] : []),
    ["Device", `${timing.device}, ${timing.threads} thread${timing.threads > 1 ? "s" : ""}`],
  ];
}

function estimateSection(estimate: Estimate | undefined): Html | undefined {
  if (!estimate) return undefined;
  return html`<section aria-labelledby="estimate">
<h2 id="estimate">How the kernel was found</h2>
${howFound(estimate)}
${fallenBack(estimate)}
<p class="note">Confidence ${estimate.confidence.toFixed(2)}: about this share of what the true kernel would gain over the
usual one, the bicubic, is to be expected of this kernel.</p>
</section>`;
}

function fallenBack({ fellBack, warnings }: Estimate): Html | undefined {
  if (!fellBack) return undefined;
  return html`<p>What was found cannot be trusted, and was not used.</p>
${warnings.length > 0 ? html`<p>What was noticed meanwhile:</p>${warningList(warnings)}` : undefined}`;
}

function howFound(estimate: Estimate): Html {
  if (estimate.method === "kernelgan") return trainingOf(estimate);
  if (estimate.method === "spectral") {
    return html`<p>In closed form: the Gaussian blur that explains how the image's spectrum differs from itself at half
the frequency.</p>`;
  }
  return html`<p>Blurs of several shapes were fitted to how the image's spectrum differs from those of photographs without
blur, and averaged by how well they explain it. ${estimate.shapes.free > 0 ? FREE : ""}</p>
${factList(
  Object.entries(estimate.shapes).map(([shape, weight]) => [
    SHAPES[shape as keyof AutoEstimate["shapes"]],
    percent(weight),
  ]),
)}`;
}

function trainingOf({ history, dMaps }: KernelGanEstimate): Html {
  return html`<p>KernelGAN: the generator makes the image smaller so that the discriminator cannot tell patches of the result from
patches of the image itself. What the generator has then learnt is the kernel.</p>
<div class="columns">
<div class="card">${adversarialFigure(history)}</div>
<div class="card">${dMapFigure(dMaps)}</div>
</div>
<div class="card">${regulariserFigures(history)}
<p class="note">What else the kernel has to be, as losses without their weights, on logarithmic axes.</p></div>`;
}

function restorationSection({ restoration: { method, trainings, noise }, scale }: ReportInput): Html {
  const facts: Fact[] = [
    ["Method", METHODS[method]],
    noiseFact(method, noise),
    ...trainings.map(trainingFact),
  ];
  const charts = trainings.map((training) => html`<div class="card">${trainingFigure(training)}</div>`);
  return html`<section aria-labelledby="restoration">
<h2 id="restoration">How the picture was ${scale > 1 ? "enlarged" : "sharpened"}</h2>
<div class="columns">
${charts}
<div>${factList(facts)}</div>
</div>
</section>`;
}

function noiseFact(method: RestoreMethod, noise: number): Fact {
  return [NOISE_NAMES[method], noise > 0 ? `${noise.toPrecision(2)} of 255` : "none"];
}

function trainingFact({ scale, losses, learningRateCuts: cuts }: Training): Fact {
  const when = cuts.length > 0 ? `learning rate cut after ${cuts.join(", ")}` : "learning rate never cut";
  return [`Training for ×${scale}`, `${losses.length} iterations, ${when}`];
}

type Fact = readonly [name: string, value: string];

function factList(facts: readonly Fact[]): Html {
  return html`<dl class="fact-list">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function settingsTable(settings: ReportInput["settings"]): Html {
  const rows = Object.entries(settings).map(([name, value]) => {
    const shown = typeof value === "boolean" ? (value ? "yes" : "no") : value;
    return html`<tr><th scope="row">${name}</th><td>${shown}</td></tr>`;
  });
  return html`<section aria-labelledby="settings">
<h2 id="settings">Settings</h2>
<table>${rows}</table>
</section>`;
}

function timingsTable(timings: ReportInput["timings"]): Html {
  const rows = timings.map(
    ({ label, seconds }) =>
      html`<tr><th scope="row">${label}</th><td class="number">${seconds.toFixed(2)} s</td></tr>`,
  );
  return html`<section aria-labelledby="timings">
<h2 id="timings">Timings</h2>
<table>${rows}</table>
</section>`;
}

function commandSection(command: string): Html {
  return html`<section aria-labelledby="repeat">
<h2 id="repeat">To repeat it</h2>
<div class="command"><pre tabindex="0"><code id="command">${command}</code></pre><button type="button" id="copy">Copy</button></div>
</section>`;
}

/** "22 November 2026, 16:28 UTC". */
function readableDate(date: Date): string {
  const day = date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** The slider's script, without the reference to its source map, which the page does not have. */
function sliderScript(): string {
  const { version } = require("img-comparison-slider/package.json") as { version: string };
  const script = readFileSync(require.resolve("img-comparison-slider/dist/index.js"), "utf8");
  const inlined = script.replace(/\/\/# sourceMappingURL=.*/, "").replace(/<(?=\/script|!--)/gi, "\\x3c");
  return `/* img-comparison-slider ${version}, MIT licence */\n${inlined}`;
}
