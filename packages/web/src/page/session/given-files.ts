/** Files and folders that the visitor dropped or chose. */
import { TaskError } from "../../bridge/messages.js";

/** A file, and where it lay in the folder that was given: "holiday/boats.jpg"; its name, if it was given by itself. */
export interface GivenFile {
  file: File;
  path: string;
}

/** What pictures are named, where the browser does not know the type of a file. */
const PICTURE_NAME = /\.(?:png|jpe?g|jpe|jfif|webp|avif|gif|bmp|tiff?|heic|heif)$/i;

/**
 * The files of a drop, with those in its folders. To be called while the event lasts: afterwards a browser forgets what
 * was dropped.
 *
 * @throws TaskError `folder-without-pictures` if there are folders, and nothing to open
 */
export async function droppedFiles({ items, files }: DataTransfer): Promise<GivenFile[]> {
  // What the event has is taken before the first wait.
  const dropped = named([...files]);
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return dropped;
  return ofFolders((await Promise.all(entries.map((entry) => filesBelow(entry, true)))).flat());
}

/**
 * Files of an input; those of a folder know where they lay in it.
 *
 * @throws TaskError `folder-without-pictures`
 */
export function chosenFiles(files: readonly File[]): GivenFile[] {
  const all = files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  const pictures = all.filter(({ file }) => !file.webkitRelativePath || isPicture(file));
  return all.length > 0 ? ofFolders(pictures) : [];
}

function ofFolders(found: GivenFile[]): GivenFile[] {
  if (found.length === 0) throw new TaskError("folder-without-pictures", "the folder has no picture");
  return found;
}

const named = (files: readonly File[]): GivenFile[] => files.map((file) => ({ file, path: file.name }));

const isPicture = ({ name, type }: File): boolean =>
  !name.startsWith(".") && (type.startsWith("image/") || PICTURE_NAME.test(name));

/** In a folder there may be other things than pictures. */
async function filesBelow(entry: FileSystemEntry, isGiven: boolean): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return isGiven || isPicture(file) ? [{ file, path: entry.fullPath.replace(/^\//, "") || file.name }] : [];
  }
  const found: GivenFile[] = [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser hands out some at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    for (const below of some) found.push(...(await filesBelow(below, false)));
  }
  return found.sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
}
