/** Loads the WebAssembly module. */

let compiled: Promise<WebAssembly.Module | undefined> | undefined;

/** The module; undefined where WebAssembly, its vectors or the permission to compile are missing. */
export function simdModule(): Promise<WebAssembly.Module | undefined> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<WebAssembly.Module | undefined> {
  try {
    const { SIMD_MODULE } = await import("./generated/module.js");
    return await WebAssembly.compile(Uint8Array.from(atob(SIMD_MODULE), (c) => c.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
