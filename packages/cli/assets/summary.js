// Sorts the table by the column that is clicked, and shows the images that are asked for.
const table = document.querySelector("#images");
const body = table.tBodies[0];
const rows = [...body.rows];
const headers = [...table.tHead.rows[0].cells];
const search = document.querySelector("#search");

function cellValue(row, column) {
  const cell = row.cells[column];
  if (!headers[column].classList.contains("number")) {
    return (cell.querySelector(".name") ?? cell).textContent || undefined;
  }
  return cell.dataset.value === undefined ? undefined : Number(cell.dataset.value);
}

/** Images without a value come last, whichever the direction. */
function sortBy(column, direction) {
  const sign = direction === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: cellValue(row, column) }));
  keyed.sort(({ value: a }, { value: b }) => {
    if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
    return sign * (typeof a === "string" ? a.localeCompare(b, undefined, { numeric: true }) : a - b);
  });
  body.append(...keyed.map(({ row }) => row));
}

for (const [column, header] of headers.entries()) {
  header.querySelector("button")?.addEventListener("click", () => {
    const direction = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of headers) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", direction);
    sortBy(column, direction);
  });
}

function show() {
  const kind = document.querySelector("input[name=show]:checked").value;
  const words = search.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of rows) {
    const text = row.cells[0].textContent.toLowerCase();
    row.hidden =
      !(kind === "all" || row.dataset.kind === kind) || !words.every((word) => text.includes(word));
    if (!row.hidden) shown++;
  }
  document.querySelector("#none").hidden = shown > 0;
}

search.addEventListener("input", show);
for (const choice of document.querySelectorAll("input[name=show]")) choice.addEventListener("change", show);
