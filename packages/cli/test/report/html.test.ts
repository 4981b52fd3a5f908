import { describe, expect, it } from "vitest";
import { html } from "../../src/report/html.js";

describe("html", () => {
  it("escapes values, not templates", () => {
    const item = html`<li title="${`"'`}">${"<&>"}</li>`;
    expect(String(html`<ul>${[item, 1, undefined]}</ul>`)).toBe(
      '<ul><li title="&#34;&#39;">&#60;&#38;&#62;</li>1</ul>',
    );
  });
});
