/** A worker of the pool that does as the stem of its job says. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import workerpool from "workerpool";

const state = { bytes: 0, sha256: "" };

const deeds = {
  kill: () => process.kill(process.pid, "SIGKILL"),
  exit: () => process.exit(3),
  heap() {
    process.stderr.write(
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n",
    );
    process.abort();
  },
  hang() {
    for (;;);
  },
  fail(path) {
    const file = { path, start: 13, end: 13 + path.length };
    return { error: { code: "output", message: `cannot write ${path}: the disk is full`, file } };
  },
};

workerpool.worker({
  run({ stem }, staging) {
    const file = join(staging, `${stem}.txt`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stem);
    if (stem in deeds) return deeds[stem](file);
    writeFileSync(join(staging, `${stem}.bin`), "");
    const outputs = [".txt", ".bin"].map((extension) => ({ path: stem + extension, ...state }));
    return { result: { input: state, outputs, warnings: [], seconds: { all: 0, pid: process.pid } } };
  },
});
