import { UPSCALE_OPTIONS } from "@kernelgan/core";
import { checkOptions } from "@kernelgan/core/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPage } from "../helpers/session.js";

type SettingsModule = Awaited<ReturnType<typeof loadPage>>["settings"];

let page: SettingsModule;
beforeAll(async () => {
  page = (await loadPage()).settings;
});

/** The values that a link sets, by the names of the options. */
function linked(search: string): Record<string, unknown> {
  const settings = page.settingsOf(new URLSearchParams(search));
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.value]));
}

const engine = (search: string): string => page.engineOf(new URLSearchParams(search));

describe("settings in the address", () => {
  it("have the names of the library's options", () => {
    const others = ["confidence", "size", "prior", "priorIterations", "runs", "device", "threads"];
    expect(Object.keys(page.PAGE_OPTIONS).sort()).toEqual(
      Object.keys(UPSCALE_OPTIONS)
        .filter((name) => !others.includes(name))
        .sort(),
    );
  });

  it("are the library's defaults without parameters", () => {
    expect(linked("")).toMatchObject({
      scale: 2,
      kernel: "auto",
      method: "fast",
      preset: "release",
      kernelSize: 13,
      seed: 0,
      real: false,
    });
    expect(linked("").iterations).toBeUndefined();
  });

  it("are read from it", () => {
    const search =
      "scale=8&kernel=auto&seed=12&iterations=60&preset=paper&method=zssr&real=true&kernelSize=9&restarts=1";
    expect(linked(search)).toMatchObject({
      scale: 8,
      kernel: "auto",
      seed: 12,
      iterations: 60,
      preset: "paper",
      method: "zssr",
      real: true,
      kernelSize: 9,
      restarts: 1,
    });
  });

  it("keep their defaults where the address has no value of theirs", () => {
    const search = "scale=5&kernel=k.mat&seed=-1&iterations=many&preset=best&method=&real=1&kernelSize=12";
    expect(linked(search)).toEqual(linked(""));
  });

  it("choose the engine, by the page's name for it or by the library's options", () => {
    expect(engine("")).toBe("auto");
    expect(engine("engine=wasm-2")).toBe("wasm-2");
    expect(engine("engine=webgpu")).toBe("webgpu");
    expect(engine("engine=wasm-0")).toBe("auto");
    expect(engine("engine=abacus")).toBe("auto");
    expect(engine("device=webgpu&threads=2")).toBe("webgpu");
    expect(engine("device=wasm&threads=4")).toBe("wasm-4");
    expect(engine("threads=0")).toBe("auto");
  });

  it("are those of the page when it is opened", async () => {
    const { settings } = await loadPage("?scale=4&example=photo&engine=wasm-1");
    expect(settings.currentValues()).toMatchObject({ scale: 4, kernel: "auto" });
    expect(settings.engine.value).toBe("wasm-1");
    expect(settings.linkedExample).toBe("photo");
  });
});

describe("the length of a training", () => {
  it("is the preset's, or what is set", () => {
    expect(page.plannedIterations()).toBe(3000);
    page.settings.iterations.value = 60;
    expect(page.plannedIterations()).toBe(60);
    page.settings.iterations.value = undefined;
  });
});

describe("the page's options", () => {
  it("are values of the library's", () => {
    const { kernel, scale: _, ...others } = page.currentValues();
    expect(kernel).toBe("auto");
    const { kernel: __, ...upscale } = UPSCALE_OPTIONS;
    const table = Object.fromEntries(
      Object.entries(upscale).map(([name, option]) => [name, { ...option, onlyWith: undefined }]),
    );
    expect(() => checkOptions(table, others)).not.toThrow();
  });
});
