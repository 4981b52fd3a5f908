/** What the browser keeps for the page, where it does: with storage blocked every access throws. */

/** Over visits, or until the tab is closed. */
type Kind = "localStorage" | "sessionStorage";

/** @returns null for what is not kept */
export function stored(name: string, kind: Kind = "localStorage"): string | null {
  try {
    return globalThis[kind].getItem(name);
  } catch {
    return null;
  }
}

/** @returns whether it is kept */
export function store(name: string, value: string, kind: Kind = "localStorage"): boolean {
  try {
    globalThis[kind].setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

export function forgetStored(name: string, kind: Kind = "localStorage"): void {
  try {
    globalThis[kind].removeItem(name);
  } catch {
    // Then nothing was kept.
  }
}
