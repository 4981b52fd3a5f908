/**
 * The last picture and its results, kept in this browser (IndexedDB) over a reload, until the picture is closed. What cannot be kept (a
 * full disk, a private window) is lost with the page, as it would be without this.
 */
import type { Estimate, Kernel } from "@kernelgan/core";
import { clear, createStore, delMany, getMany, keys, setMany, type UseStore } from "idb-keyval";
import { settings } from "../settings.js";
import { type Result, results, shownId } from "./results.js";
import { estimation, file, type GivenKernel, givenKernel } from "./state.js";

/** All but the files of the results, which have entries of their own: they are written once. */
interface Session {
  blob: Blob;
  name: string;
  truth: Kernel | undefined;
  real: boolean;
  estimate: Estimate | undefined;
  given?: GivenKernel | undefined;
  results: readonly Omit<Result, "png">[];
  shownId: number | undefined;
}

/** What was kept. */
export interface KeptSession extends Omit<Session, "results"> {
  results: readonly Result[];
}

const SESSION = "session";
let store: UseStore | undefined;
const open = (): UseStore => {
  store ??= createStore("kernelgan", "session");
  return store;
};

let queue: Promise<void> = Promise.resolve();

/** One after the other; what fails is not kept. */
function inTurn(step: () => Promise<void>): Promise<void> {
  queue = queue.then(step).catch(() => {});
  return queue;
}

/** Keeps what there is now. */
export function keep(): Promise<void> {
  return inTurn(async () => {
    const opened = file.value;
    if (!opened) return;
    const kept = new Set(await keys(open()));
    const { blob, name, truth } = opened;
    const state = estimation.value;
    const session: Session = {
      blob,
      name,
      truth,
      real: settings.real.value,
      estimate: state.phase === "done" ? state.estimate : undefined,
      given: givenKernel.value,
      results: results.value.map(({ png: _, ...facts }) => facts),
      shownId: shownId.value,
    };
    const files = results.value.filter(({ id }) => !kept.has(id));
    await setMany([...files.map(({ id, png }): [number, Blob] => [id, png]), [SESSION, session]], open());
    const ids = new Set<IDBValidKey>(results.value.map(({ id }) => id));
    await delMany(
      [...kept].filter((key) => key !== SESSION && !ids.has(key)),
      open(),
    );
  });
}

/** Deletes what was kept. */
export function forget(): Promise<void> {
  return inTurn(() => clear(open()));
}

/** What was kept; undefined if there is nothing, or nothing that can be read. */
export async function kept(): Promise<KeptSession | undefined> {
  try {
    const [session] = await getMany<Session>([SESSION], open());
    if (!session) return undefined;
    const files = await getMany<Blob>(
      session.results.map(({ id }) => id),
      open(),
    );
    const found = session.results.flatMap((facts, i) => {
      const png = files[i];
      return png ? [{ ...facts, png }] : [];
    });
    return { ...session, results: found };
  } catch {
    return undefined;
  }
}
