/** An earlier commit of this repository, checked out and built beside it, to measure against. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This checkout. */
export const HERE = fileURLToPath(new URL("../..", import.meta.url));

/** A built checkout. */
export interface Checkout {
  readonly root: string;
  /** Removes it, if it was made here. */
  remove(): void;
}

/**
 * Checks a commit out into a temporary folder and installs it, which builds it, too.
 *
 * @param existing a built checkout to use in place of a new one
 */
export function checkOut(commit: string, existing: string | undefined): Checkout {
  if (existing !== undefined) {
    if (!existsSync(join(existing, "packages/cli/dist"))) throw new Error(`${existing} is not built`);
    return { root: existing, remove: () => {} };
  }
  const root = join(mkdtempSync(join(tmpdir(), "kernelgan-baseline-")), "checkout");
  const run = (cwd: string, program: string, ...args: string[]): void => {
    execFileSync(program, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  };
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
    run(HERE, "git", "worktree", "prune");
  };
  try {
    run(HERE, "git", "worktree", "add", "--detach", "--force", root, commit);
    run(root, "npm", "install", "--no-audit", "--no-fund", "--loglevel", "error");
  } catch (error) {
    remove();
    throw error;
  }
  return { root, remove };
}
