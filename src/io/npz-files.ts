import { malformed } from "./malformed.ts";
import { type ZipEntry, zipEntries } from "./zip.ts";

export const SUFFIX = ".npy";

/** A file of an npz file that holds an array. */
export interface NpzFile {
  /** Of the array: without the suffix. */
  readonly name: string;
  readonly file: ZipEntry;
}

/**
 * The npy files of an npz file, one after the other; others in it are left out.
 *
 * @throws {AceError} `malformed-tensor` where two have one name
 */
export function* npzFiles(bytes: Uint8Array): Generator<NpzFile> {
  const names = new Set<string>();
  for (const file of zipEntries(bytes)) {
    if (!file.name.endsWith(SUFFIX)) continue;
    const name = file.name.slice(0, -SUFFIX.length);
    if (names.has(name)) throw malformed("the npz file", "one array of each name", `two ${name}`);
    names.add(name);
    yield { name, file };
  }
}
