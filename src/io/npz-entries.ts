import { AceError, within } from "../errors.ts";
import { dtypeOf, type NpyArray, readNpy } from "./npy.ts";
import { readNpyHeader } from "./npy-header.ts";
import { npzFiles } from "./npz-files.ts";
import type { ZipEntry } from "./zip.ts";

/** An array of an npz file, unpacked when it is asked for. */
export interface NpzEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** As {@link NpyArray} has it. */
  readonly dtype: string;
  /**
   * @throws {AceError} as {@link readNpy}
   */
  read(): NpyArray;
}

/** Of an array of few axes; a longer header makes it look at more. */
const HEADER = 1 << 8;
const LONGEST_HEADER = (1 << 16) + 12;

/**
 * The arrays of an npz file, of which only the headers are read; files that are no arrays, and
 * arrays of text, objects or records, are left out.
 *
 * @throws {AceError} `malformed-tensor`, `unsupported-format`; `too-large` when it declares more
 *   than 4 GiB
 */
export function npzEntries(bytes: Uint8Array): NpzEntry[] {
  const entries: NpzEntry[] = [];
  for (const { name, file } of npzFiles(bytes)) {
    const entry = within({ tensor: name }, () => entryOf(name, file));
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

function entryOf(name: string, file: ZipEntry): NpzEntry | undefined {
  try {
    const { descr, shape } = headerOf(file);
    const dtype = dtypeOf(descr);
    return { name, shape, dtype, read: () => within({ tensor: name }, () => readNpy(file.read())) };
  } catch (error) {
    if (error instanceof AceError && error.code === "unsupported-type") return undefined;
    throw error;
  }
}

function headerOf(file: ZipEntry) {
  const short = file.begin(HEADER);
  const length = short.length < 12 ? 0 : (short[8] as number) + 256 * (short[9] as number);
  return readNpyHeader(length + 12 <= short.length ? short : file.begin(LONGEST_HEADER));
}
