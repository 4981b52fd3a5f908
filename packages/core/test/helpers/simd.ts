import { simdModule } from "../../src/simd/module.js";
import { Simd } from "../../src/simd/simd.js";

/** A new instance of the engine, which every Node here has. */
export async function newSimd(): Promise<Simd> {
  const module = await simdModule();
  if (!module) throw new Error("no WebAssembly");
  return new Simd(module);
}
