/**
 * The last picture and its results, kept in this browser (IndexedDB) over a reload, until the picture is closed. What
 * cannot be kept (a full disk, a private window) is lost with the page, as it would be without this. What another tab
 * keeps later takes its place.
 */
import type { Estimate, Kernel } from "@kernelgan/core";
import { signal } from "@preact/signals";
import { clear, createStore, delMany, getMany, keys, setMany, type UseStore } from "idb-keyval";
import type { Size, Source, StoredPicture } from "../../tasks.js";
import { settings } from "../settings.js";
import { type Result, results, shownId } from "./results.js";
import { isSaved, noteSaved } from "./saved.js";
import { maxPixels, part } from "./source.js";
import { estimation, file, type GivenKernel, givenKernel, type Obstacle } from "./state.js";

/** Of what is kept; another number for every change of it. What a page of another form kept is deleted. */
const FORM = 3;

/** All but the samples of the results, which have entries of their own: they are written once. */
interface Session {
  form: typeof FORM;
  blob: Blob;
  name: string;
  size: Size;
  source: Pick<Source, "part" | "maxPixels">;
  truth: Kernel | undefined;
  real: boolean;
  estimate: Estimate | undefined;
  obstacle?: Obstacle | undefined;
  given?: GivenKernel | undefined;
  results: readonly KeptResult[];
  shownId: number | undefined;
}

/** A result without its samples, and whether the visitor has it. */
type KeptResult = Omit<Result, "stored"> & { stored: Omit<StoredPicture, "samples">; isSaved: boolean };

/** What was kept. */
export interface KeptSession extends Omit<Session, "form" | "results"> {
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

/** Whether what there is would be there after a reload. */
export const isKept = signal(false);

/** Tells the other tabs which results are kept now, by their ids. */
let tabs: BroadcastChannel | undefined;
/** How often another tab has kept something. */
let others = 0;

/** Takes note of what other tabs keep in the place of what is kept here. */
export function watchOtherTabs(): void {
  try {
    tabs = new BroadcastChannel("kernelgan-kept");
  } catch {
    // Some browsers block it together with storage; then nothing is kept.
    return;
  }
  tabs.onmessage = ({ data: ids }: MessageEvent<readonly number[]>) => {
    others++;
    isKept.value &&= results.value.every(({ id }) => ids.includes(id));
  };
}

/** Keeps what there is now. */
export function keep(): Promise<void> {
  isKept.value = false;
  return inTurn(async () => {
    const opened = file.value;
    if (!opened) return;
    const othersBefore = others;
    const kept = new Set(await keys(open()));
    const { blob, name, size, truth } = opened;
    const state = estimation.value;
    const session: Session = {
      form: FORM,
      blob,
      name,
      size,
      source: { part: part.value, maxPixels: maxPixels.value },
      truth,
      real: settings.real.value,
      estimate: state.phase === "done" ? state.estimate : undefined,
      obstacle: state.phase === "impossible" ? state.obstacle : undefined,
      given: givenKernel.value,
      results: results.value.map(({ stored: { samples, ...stored }, ...facts }) => ({
        ...facts,
        stored,
        isSaved: isSaved(samples),
      })),
      shownId: shownId.value,
    };
    const written = results.value;
    const added = written.filter(({ id }) => !kept.has(id));
    const samples = added.map(({ id, stored }): [number, Blob] => [id, stored.samples]);
    await setMany([...samples, [SESSION, session]], open());
    const ids = new Set<IDBValidKey>(written.map(({ id }) => id));
    await delMany(
      [...kept].filter((key) => key !== SESSION && !ids.has(key)),
      open(),
    );
    tabs?.postMessage([...ids]);
    isKept.value = written === results.value && others === othersBefore;
  });
}

/** Deletes what was kept. */
export function forget(): Promise<void> {
  return inTurn(async () => {
    await clear(open());
    tabs?.postMessage([]);
  });
}

/** What was kept; undefined if there is nothing, or nothing that can be read. */
export async function kept(): Promise<KeptSession | undefined> {
  try {
    const [session] = await getMany<Session>([SESSION], open());
    if (!session) return undefined;
    if (session.form !== FORM) {
      await clear(open());
      return undefined;
    }
    const files = await getMany<Blob>(
      session.results.map(({ id }) => id),
      open(),
    );
    const found = session.results.flatMap(({ isSaved: wasSaved, ...facts }, i) => {
      const samples = files[i];
      if (!samples) return [];
      if (wasSaved) noteSaved(samples);
      return [{ ...facts, stored: { ...facts.stored, samples } }];
    });
    isKept.value = true;
    return { ...session, results: found };
  } catch {
    return undefined;
  }
}
