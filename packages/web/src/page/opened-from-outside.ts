/** Pictures that are not given in the page: shared by other programs, or opened with the installed page. */
import { NAME_HEADER, SHARE_CACHE, SHARED } from "../sharing.js";
import { openGiven } from "./session/given-file.js";

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly { getFile(): Promise<File> }[] }) => void): void;
}

/** Whether the page was opened for a picture that another program has shared. */
export const wasShared: boolean = new URLSearchParams(location.search).has(SHARED);

/** Opens what was shared; false if there is nothing. */
export async function openShared(): Promise<boolean> {
  const cache = await caches.open(SHARE_CACHE);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    if (!answer) continue;
    const name = decodeURIComponent(answer.headers.get(NAME_HEADER) ?? "picture");
    files.push(new File([await answer.blob()], name, { type: answer.headers.get("content-type") ?? "" }));
  }
  await caches.delete(SHARE_CACHE);
  const [first] = files;
  if (first) openGiven(first);
  return first !== undefined;
}

/** Opens what the system opens with the page, where the browser hands that over. */
export function openLaunched(): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(async ({ files = [] }) => {
    const [first] = await Promise.all(files.map((file) => file.getFile()));
    if (first) openGiven(first);
  });
}
