/** `node --import …/without-package.mjs?name=sharp`: as if the package were not installed. */
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

const name = new URL(import.meta.url).searchParams.get("name");

// This module is both what is imported and, in a thread of its own, the hooks that it registers.
if (isMainThread) register(import.meta.url);

export function resolve(specifier, context, next) {
  if (specifier !== name) return next(specifier, context);
  const message = `Cannot find package '${specifier}' imported from ${context.parentURL}`;
  throw Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
}
