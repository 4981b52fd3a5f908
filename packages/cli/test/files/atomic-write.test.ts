import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { checkFolderWritable, moveFiles, writeFiles } from "../../src/files/atomic-write.js";
import { nameOf } from "../../src/files/process.js";
import { cleanUpAll } from "../../src/files/unfinished.js";

const folder = temporaryFolder();
const bytes = Buffer.from("new");

describe("writeFiles", () => {
  it("makes folders and leaves no temporary file", async () => {
    const paths = ["a.txt", "b.txt"].map((name) => join(folder, "deep", "er", name));
    await writeFiles(paths.map((path) => ({ path, bytes })));
    expect(readdirSync(join(folder, "deep", "er"))).toEqual(["a.txt", "b.txt"]);
  });

  it("writes none of a set if one exists, unless forced", async () => {
    mkdirSync(join(folder, "set"));
    const [first, second] = [join(folder, "set", "1.txt"), join(folder, "set", "2.txt")];
    writeFileSync(second, "old");
    const set = [first, second].map((path) => ({ path, bytes }));
    await expect(writeFiles(set)).rejects.toMatchObject({ code: "output" });
    expect(existsSync(first)).toBe(false);
    expect(readFileSync(second, "utf8")).toBe("old");
    await writeFiles(set, { force: true });
    expect(readFileSync(second, "utf8")).toBe("new");
  });

  it("removes what it began when a file cannot be written", async () => {
    mkdirSync(join(folder, "half"));
    const file = join(folder, "half", "a.txt");
    writeFileSync(file, "a file where a folder should be");
    const writing = writeFiles(
      [join(folder, "half", "c.txt"), join(file, "b.txt")].map((path) => ({ path, bytes })),
      { force: true },
    );
    await expect(writing).rejects.toThrow(/^cannot write .*b\.txt: part of its path is a file/);
    expect(readdirSync(join(folder, "half"))).toEqual(["a.txt"]);
  });

  it("changes no name if one of them cannot be changed", async () => {
    const at = (...names: string[]): string => join(folder, "names", ...names);
    // A folder with something in it cannot be replaced by a file.
    mkdirSync(at("c.txt", "in the way"), { recursive: true });
    writeFileSync(at("a.txt"), "old");
    const set = ["a.txt", "b.txt", "c.txt", "d.txt"].map((name) => ({ path: at(name), bytes }));
    await expect(writeFiles(set, { force: true })).rejects.toThrow(/^cannot write .*c\.txt: /);
    expect(readdirSync(at())).toEqual(["a.txt", "c.txt"]);
    expect(readFileSync(at("a.txt"), "utf8")).toBe("old");
  });

  it("clears away what a process that was killed has left beside the file", async () => {
    const { pid } = spawnSync("true");
    const out = join(folder, "left");
    mkdirSync(out);
    writeFileSync(join(out, `.kernelgan-${nameOf(pid)}.tmp`), "half a fi");
    writeFileSync(join(out, `.kernelgan-${nameOf(process.pid)}.tmp`), "under way");
    await writeFiles([{ path: join(out, "a.txt"), bytes: Buffer.from("a") }]);
    expect(readdirSync(out)).toEqual([expect.stringContaining(`-${process.pid}-`), "a.txt"]);
  });

  it.each([undefined, "aside"])("gives the names back that it has changed (%s)", (aside) => {
    const at = (name: string): string => join(folder, `back-${aside}`, name);
    mkdirSync(at("aside"), { recursive: true });
    for (const name of ["a.txt", "c.txt"]) writeFileSync(at(name), "old");
    writeFileSync(at("1.tmp"), "new");
    const moves = ["a.txt", "b.txt", "c.txt"].map((name, i) => ({ from: at(`${i + 1}.tmp`), to: at(name) }));
    expect(() => moveFiles(moves, aside && at(aside))).toThrow(/^cannot write .*b\.txt/);
    expect(readFileSync(at("a.txt"), "utf8")).toBe("old");
    expect(readdirSync(at("."))).toEqual(["a.txt", "aside", "c.txt"]);
    expect(readdirSync(at("aside"))).toEqual([]);
  });

  it("leaves nothing when a signal comes in the middle", async () => {
    const large = Buffer.alloc(2 ** 22);
    const writing = writeFiles([{ path: join(folder, "signal", "large.bin"), bytes: large }]).catch(() => {});
    while (!existsSync(join(folder, "signal")) || readdirSync(join(folder, "signal")).length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    cleanUpAll();
    expect(readdirSync(join(folder, "signal")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    await writing;
  });
});

describe("checkFolderWritable", () => {
  it.skipIf(process.platform !== "linux")(
    "refuses a folder in which nothing can be made, and so does writing",
    async () => {
      await expect(checkFolderWritable("/proc/kernels")).rejects.toMatchObject({ code: "output" });
      const file = { path: "/proc/kernels/a.txt", bytes: Buffer.from("a") };
      await expect(writeFiles([file])).rejects.toMatchObject({ code: "output" });
    },
  );

  it("accepts a folder that does not exist yet, without making it", async () => {
    await checkFolderWritable(join(folder, "to", "come"));
    expect(existsSync(join(folder, "to"))).toBe(false);
  });

  it("refuses a file in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(checkFolderWritable(join(folder, "file", "inside"))).rejects.toThrow(
      /is a file; give another one/,
    );
  });
});
