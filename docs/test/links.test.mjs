/** Links between the pages of the repository, the files that they name, and their anchors. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import GithubSlugger from "github-slugger";
import { expect, it } from "vitest";
import { REPOSITORY } from "../build/blocks.mjs";

/** What git knows, and what is new. */
const PAGES = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], {
  cwd: REPOSITORY,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((page) => !page.startsWith(".changeset") && existsSync(join(REPOSITORY, page)));

it.each(PAGES)("%s: its links lead somewhere", (page) => {
  const broken = linksOf(prose(page)).filter((link) => !leadsSomewhere(page, link));
  expect(broken).toEqual([]);
});

it("a broken link is seen", () => {
  const links = linksOf('[a](nowhere.md) [b](README.md#nothing) [c](README.md#install) <img src="no.png">');
  expect(links.filter((link) => !leadsSomewhere("README.md", link))).toEqual([
    "nowhere.md",
    "README.md#nothing",
    "no.png",
  ]);
});

/** A page's text without its code. */
function prose(page) {
  return readFileSync(join(REPOSITORY, page), "utf8")
    .replaceAll(/^ *```.*?^ *```$/gms, "")
    .replaceAll(/`[^`\n]*`/g, "`code`");
}

function linksOf(text) {
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute)
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page, link) {
  const [path, anchor] = link.split("#");
  // The page to try is built into the site.
  if (path.startsWith("/try/")) return true;
  // On the site a path from its root.
  const target = path.startsWith("/")
    ? join(REPOSITORY, "docs", path)
    : path === ""
      ? join(REPOSITORY, page)
      : resolve(REPOSITORY, dirname(page), path);
  if (!existsSync(target)) return false;
  return !anchor || !target.endsWith(".md") || anchorsOf(target).has(anchor);
}

function anchorsOf(file) {
  const slugger = new GithubSlugger();
  const text = readFileSync(file, "utf8").replaceAll(/^ *```.*?^ *```$/gms, "");
  return new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) =>
      slugger.slug(title.replaceAll(/[`*_]|\]\([^)]*\)|\[/g, "")),
    ),
  );
}
