import { readArrayFile, type StoredArray } from "../api/tensor-files.ts";
import { AceError } from "../errors.ts";
import type { Tensor } from "../graph/tensor.ts";
import { npyStandIn } from "../io/npy-tensor.ts";
import { writeNpz } from "../io/npz.ts";
import { writeWholeFile } from "../io/write-file.ts";

/** Arrays by name; one without a name has "". */
export type Arrays = ReadonlyMap<string, StoredArray>;

/**
 * The arrays of some files: `.npz`, `.npy`, `.pb`.
 *
 * @throws {AceError} what a file has wrong; `wrong-usage` where a name occurs twice
 */
export function readArrays(paths: readonly string[]): Arrays {
  const arrays = new Map<string, StoredArray>();
  for (const path of paths) {
    for (const [name, array] of readArrayFile(path)) {
      if (arrays.has(name)) throw twice(name, path);
      arrays.set(name, array);
    }
  }
  return arrays;
}

function twice(name: string, path: string): AceError {
  const subject = name === "" ? "an array without a name" : `array ${name}`;
  return new AceError(
    "wrong-usage",
    { action: "read", subject, expected: "one", got: "another one" },
    { where: { file: path } },
  );
}

/**
 * Writes tensors as `.npz`, whole or not at all.
 *
 * @throws {AceError} `output-failed`
 */
export function writeArrays(path: string, tensors: ReadonlyMap<string, Tensor>): void {
  writeWholeFile(path, writeNpz(tensors));
}

/** How a tensor is written whose element type numpy does not have; undefined where it has it. */
export function storedForm({ type }: Tensor): string | undefined {
  const form = npyStandIn(type.element);
  if (form === undefined) return undefined;
  const numpy = { i1: "int8", u1: "uint8", u2: "uint16" }[form.dtype];
  return form.bits ? `bit for bit as ${numpy}` : `by value as ${numpy}`;
}
