import { within } from "../errors.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type NpyArray, readNpy, writeNpy } from "./npy.ts";
import { toArray } from "./npy-tensor.ts";
import { npzFiles, SUFFIX } from "./npz-files.ts";
import { writeZip } from "./zip.ts";

/**
 * The arrays of an npz file by name, stored or deflated; files in it that are no npy are ignored.
 *
 * @throws {AceError} `malformed-tensor`, `unsupported-type`, `unsupported-format`; `too-large` when
 *   it declares more than 4 GiB
 */
export function readNpz(bytes: Uint8Array): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const { name, file } of npzFiles(bytes)) {
    arrays.set(
      name,
      within({ tensor: name }, () => readNpy(file.read())),
    );
  }
  return arrays;
}

/**
 * An npz file, not compressed: equal tensors give equal bytes. See `npyStandIn` for element types
 * that numpy does not have.
 *
 * @throws {AceError} `too-large` beyond 4 GiB
 */
export function writeNpz(entries: ReadonlyMap<string, Tensor>): Uint8Array {
  const files = new Map<string, Uint8Array>();
  for (const [name, tensor] of entries) files.set(`${name}${SUFFIX}`, writeNpy(toArray(tensor)));
  return writeZip(files);
}
