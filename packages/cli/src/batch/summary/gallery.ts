/**
 * The summary for people: `summary.html`, a table with a row for each image that sorts by any of its columns. One file
 * that loads nothing; pictures and kernel files are links beside it.
 */
import { basename } from "node:path";
import { Html, html } from "../../report/html.js";
import { asset, htmlPage } from "../../report/page.js";
import { version } from "../../version.js";
import { blurOf, type Figure, figuresOf, meanOf, notesOf, type SummaryRow } from "./rows.js";

/** The page for a batch, e.g. of "upscale ×2". */
export function summaryHtml(title: string, rows: readonly SummaryRow[]): string {
  const figures = figuresOf(rows);
  const failed = rows.filter(({ record }) => record.status === "failed").length;
  const noted = rows.filter((row) => notesOf(row).length > 0).length - failed;
  const body = html`<main>
<header>
<p class="overline">kernelgan batch</p>
<h1>${title}</h1>
<p class="facts"><strong>${rows.length}</strong> ${rows.length === 1 ? "image" : "images"}
${failed > 0 ? html` · <strong class="bad">${failed} failed</strong>` : undefined}</p>
</header>
${means(rows, figures)}
<div class="controls" role="group" aria-label="Which images to show">
<label class="search">Find <input type="search" id="search" autocomplete="off" placeholder="name or note"></label>
<div class="choices">
${choice("all", `All ${rows.length}`, true)}
${failed > 0 ? choice("failed", `${failed} failed`) : undefined}
${noted > 0 ? choice("noted", `${noted} with warnings`) : undefined}
</div>
</div>
${table(rows, figures)}
<p class="note" id="none" hidden>No image is like that.</p>
</main>
<footer>kernelgan ${version} · this page is complete: it loads nothing</footer>`;
  return htmlPage({
    title: `${title} – kernelgan batch`,
    style: asset("summary.css"),
    scripts: [asset("summary.js")],
    body,
  });
}

function means(rows: readonly SummaryRow[], figures: readonly Figure[]): Html | undefined {
  const mean: Partial<Record<string, { mean: number; count: number }>> = meanOf(rows);
  if (figures.length === 0) return undefined;
  const done = rows.filter(({ record }) => record.status === "done").length;
  const tiles = figures.map(({ key, title, meaning, decimals }) => {
    const { mean: value, count } = mean[key] ?? { mean: Number.NaN, count: 0 };
    const of = count < done ? html`<small>of ${count}</small>` : undefined;
    return html`<div title="${meaning}"><dt>${title}</dt><dd>${value.toFixed(decimals)} ${of}</dd></div>`;
  });
  return html`<section class="means" aria-label="Means"><h2>Means</h2><dl>${tiles}</dl></section>`;
}

function choice(value: string, label: string, checked = false): Html {
  return html`<label><input type="radio" name="show" value="${value}"${checked ? new Html(" checked") : undefined}>${label}</label>`;
}

function table(rows: readonly SummaryRow[], figures: readonly Figure[]): Html {
  const kernels = rows.some(({ measured }) => measured.pictures.kernel);
  const trueKernels = rows.some(({ measured }) => measured.pictures.trueKernel);
  const blurs = rows.some((row) => blurOf(row) !== undefined);
  const columns = [
    header("Image", "text", "Its name; a link to the result."),
    ...(kernels ? [plainHeader("Kernel")] : []),
    ...(trueKernels ? [plainHeader("True kernel")] : []),
    ...(blurs ? [header("Looks like", "text", "The blur that was found, in pixels of the image.")] : []),
    ...figures.map(({ title, meaning }) => header(title, "number", meaning)),
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Images"><table id="images">
<thead><tr>${columns}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, figures, { kernels, trueKernels, blurs }))}</tbody>
</table></div>`;
}

function header(title: string, kind: "text" | "number", meaning: string): Html {
  return html`<th scope="col" class="${kind}" title="${meaning}"><button type="button">${title}</button></th>`;
}

function plainHeader(title: string): Html {
  return html`<th scope="col" class="picture">${title}</th>`;
}

function tableRow(
  row: SummaryRow,
  figures: readonly Figure[],
  show: { kernels: boolean; trueKernels: boolean; blurs: boolean },
): Html {
  const { record, measured } = row;
  const { image, kernel, trueKernel } = measured.pictures;
  const kind = record.status === "failed" ? "failed" : notesOf(row).length > 0 ? "noted" : "plain";
  return html`<tr data-kind="${kind}">
<th scope="row"><div class="image">${picture(image, "", "photo")}<div>${resultLink(row)}${notes(row)}</div></div></th>
${show.kernels ? html`<td class="picture">${picture(kernel, `Kernel of ${record.id}`, "kernel")}</td>` : undefined}
${show.trueKernels ? html`<td class="picture">${picture(trueKernel, `True kernel of ${record.id}`, "kernel")}</td>` : undefined}
${show.blurs ? html`<td>${blurOf(row) ?? ""}</td>` : undefined}
${figures.map(({ of, decimals }) => figureCell(of(row), decimals))}
</tr>
`;
}

function picture(uri: string | undefined, alt: string, kind: "photo" | "kernel"): Html {
  if (uri === undefined) return html`<span class="${kind} missing"></span>`;
  return html`<img class="${kind}" src="${uri}" alt="${alt}" loading="lazy" decoding="async">`;
}

/** The name, linked to the first of the outputs: the larger picture, or a kernel file. */
function resultLink({ record }: SummaryRow): Html {
  const folders = record.id.slice(0, record.id.length - basename(record.id).length);
  const name = html`${folders && html`<span class="folder">${folders}</span>`}${basename(record.id)}`;
  const result = record.status === "done" ? record.outputs[0] : undefined;
  return result
    ? html`<a class="name" href="${hrefOf(result.path)}">${name}</a>`
    : html`<span class="name">${name}</span>`;
}

/** A path as a relative address. */
function hrefOf(path: string): string {
  return `./${path.split("/").map(encodeURIComponent).join("/")}`;
}

function notes(row: SummaryRow): Html | undefined {
  const all = notesOf(row);
  if (all.length === 0) return undefined;
  const { record } = row;
  return html`<ul class="notes">${all.map(
    (note, i) =>
      html`<li>${record.status === "failed" && i === 0 ? html`<b>${record.error.code}</b> ` : undefined}${note}</li>`,
  )}</ul>`;
}

function figureCell(value: number | undefined, decimals: number): Html {
  if (value === undefined) return html`<td class="number"></td>`;
  return html`<td class="number" data-value="${value}">${Number.isFinite(value) ? value.toFixed(decimals) : "∞"}</td>`;
}
