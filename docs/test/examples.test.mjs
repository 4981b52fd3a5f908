/** The examples, and the code of the pages: type-checked, built, run. The guides themselves are followed by `npm run smoke`. */

import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { imresize, readImage, writeImage } from "kernelgan";
import { build } from "vite";
import { expect, it, onTestFinished, vi } from "vitest";
import { blocksOf, GUIDES, REPOSITORY } from "../build/blocks.mjs";

const folder = temporaryFolder();
const inRepository = (path) => join(REPOSITORY, path);

it("the code of README, guides and examples has the right types", () => {
  const project = join(folder, "types");
  mkdirSync(project);
  for (const page of ["README.md", ...GUIDES]) {
    const target = join(project, page.replaceAll("/", "-"));
    mkdirSync(target);
    for (const { name, code } of blocksOf(page))
      if (/\.m?[jt]s$/.test(name ?? "")) writeFileSync(join(target, name), code);
  }
  for (const example of ["http-handler", "folder-psnr", "vite-page"])
    cpSync(inRepository(`examples/${example}`), join(project, example), {
      recursive: true,
      filter: (from) => !/node_modules|dist/.test(from),
    });
  symlinkSync(inRepository("node_modules"), join(project, "node_modules"), "junction");
  const compilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    // Without types of its parameters a function of plain JavaScript is still plain JavaScript.
    noImplicitAny: false,
    skipLibCheck: true,
    target: "ES2022",
    module: "NodeNext",
    moduleDetection: "force",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    types: ["node"],
  };
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["**/*.js", "**/*.mjs", "**/*.ts"] }),
  );
  const checked = spawnSync(
    process.execPath,
    [inRepository("node_modules/typescript/bin/tsc"), "--project", project],
    {
      encoding: "utf8",
    },
  );
  expect(checked.stdout).toBe("");
});

it.each(["vite-page", "worker"])("examples/%s is built", async (example) => {
  const outDir = join(folder, example);
  await build({ root: inRepository(`examples/${example}`), logLevel: "error", build: { outDir } });
  expect(readdirSync(join(outDir, "assets")).some((file) => file.endsWith(".js"))).toBe(true);
});

it("examples/folder-psnr prints a line for each picture", async () => {
  const image = imresize(await readImage(inRepository("docs/sample/photo.png")), { width: 192, height: 132 });
  for (const [name, picture] of Object.entries({ hr: image, lr: imresize(image, { scale: 1 / 2 }) })) {
    mkdirSync(join(folder, name));
    await writeImage(join(folder, name, "photo.png"), picture);
  }
  const said = execFileSync("node", [inRepository("examples/folder-psnr/folder.mjs"), "lr", "hr"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(said).toMatch(/^photo\.png: \d\d\.\d\d dB, interpolation \d\d\.\d\d dB, confidence [01]\.\d\d\n$/);
});

it("examples/http-handler says in plain text what is wrong with a picture", async () => {
  vi.stubEnv("PORT", "0");
  const { server } = await import(pathToFileURL(inRepository("examples/http-handler/server.mjs")).href);
  onTestFinished(() => void server.close());
  if (!server.listening) await once(server, "listening");
  const response = await fetch(`http://127.0.0.1:${server.address().port}`, {
    method: "POST",
    body: "no picture",
  });
  expect(response.status).toBe(422);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await response.text()).not.toContain("\n");
});

const runs = (module) => spawnSync("python3", ["-c", `import ${module}`]).status === 0;

it.skipIf(!runs("scipy"))("examples/notebook reads a kernel", () => {
  const project = join(folder, "notebook");
  mkdirSync(project);
  execFileSync(
    "node",
    [
      inRepository("packages/cli/bin/kernelgan.js"),
      "estimate",
      inRepository("docs/sample/photo.png"),
      "--quiet",
    ],
    {
      cwd: project,
    },
  );
  const notebook = inRepository("examples/notebook/kernels.ipynb");
  const { cells, nbformat } = JSON.parse(readFileSync(notebook, "utf8"));
  expect(nbformat).toBe(4);
  // Jupyter where it is installed; elsewhere the cells one after the other, as it would run them.
  if (runs("nbconvert, ipykernel")) {
    const flags = ["--execute", "--to", "notebook", "--output-dir", project];
    cpSync(notebook, join(project, "kernels.ipynb"));
    execFileSync("python3", ["-m", "nbconvert", ...flags, "--output", "done", "kernels.ipynb"], {
      cwd: project,
    });
    return;
  }
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  expect(execFileSync("python3", ["-c", code.join("\n")], { cwd: project, encoding: "utf8" })).toContain(
    "sum 1.0",
  );
});
