/** What the pages say that the program knows better. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { blocksOf, GUIDES, REPOSITORY } from "../build/blocks.mjs";

const read = (path) => readFileSync(join(REPOSITORY, path), "utf8");

it.each([
  ["errors", "ErrorCode", 0],
  ["warnings", "WarningCode", 1],
])("the page of errors and warnings has each code of %s, and no other", (file, type, part) => {
  const source = read(`packages/core/src/${file}.ts`);
  const [, union = ""] = source.match(new RegExp(`export type ${type} =(.*?);`, "s")) ?? [];
  const codes = [...union.matchAll(/\| "([a-z-]+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(5);
  const section = read("docs/reference/errors.md").split("\n## Warnings\n")[part];
  expect([...section.matchAll(/^\| `([a-z-]+)` /gm)].map(([, code]) => code)).toEqual(codes);
});

it.each([
  ["packages/formats/src/upscaled-record.ts", "upscale", "interface UpscaledRecord {"],
  ["packages/cli/src/commands/estimate.ts", "estimate", "export type EstimateRecord ="],
])("the page on the command has each field of the records in %s, and no other", (file, command, start) => {
  const [, source = ""] = read(file).split(start);
  const body = source.slice(0, source.search(/^ *\}/m));
  const fields = [...body.matchAll(/^ +(\w+)\??:/gm)].map(([, field]) => field);
  expect(fields.length).toBeGreaterThan(5);
  const [, item = ""] =
    read("docs/reference/command.md").match(new RegExp(`^- \`${command}\`: (.*?)^(?=[-#]|\\n)`, "ms")) ?? [];
  const listed = [...item.matchAll(/`\{ ([\w, ]+) \}`/g)].flatMap(([, names]) => names.split(", "));
  expect(listed.toSorted()).toEqual(fields.toSorted());
});

it("every option that a page names is one of the program's", () => {
  const known = new Set([...read("docs/options.md").matchAll(/`(--[a-z-]+)/g)].map(([, option]) => option));
  // Of npm, of the benches, of esbuild, and those that every command has.
  const others =
    /^--(help|version|onnxruntime-node-install|save-dev|yes|silent|appendonly|data|methods|kernels|images|sets|rows|bundle|splitting|loader|outdir|format|target|tag|rm|volume|detach|kinds|queue)$/;
  const pages = [
    "README.md",
    ...GUIDES,
    "docs/reference/command.md",
    "docs/reference/files.md",
    "docs/questions.md",
  ];
  for (const page of pages) {
    const named = [...read(page).matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g)].map(([, option]) => option);
    const unknown = named.filter((option) => !known.has(option) && !others.test(option));
    expect(unknown, page).toEqual([]);
  }
});

it.each([
  ["docs/guides/node.md", "examples/http-handler", ["server.mjs", "client.mjs"]],
  [
    "docs/guides/web.md",
    "examples/vite-page",
    ["index.html", "main.js", "enlarge-worker.js", "vite.config.mjs"],
  ],
])("%s shows %s as it is", (page, folder, names) => {
  const blocks = new Map(blocksOf(page).map(({ name, code }) => [name, code]));
  for (const name of names) expect(blocks.get(name), name).toBe(read(`${folder}/${name}`));
});
