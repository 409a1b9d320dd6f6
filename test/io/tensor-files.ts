import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What numpy says is in an array; raw types by their bits. */
export interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean)[];
}

/** Path of a file that fixtures/make/tensor_files.py made with numpy and safetensors. */
export function tensorFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/tensor-files/${name}`, import.meta.url));
}

export function tensorFileBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(tensorFile(name)));
}

export const NUMPY = JSON.parse(readFileSync(tensorFile("numpy.json"), "utf8")) as Readonly<
  Record<string, Described>
>;
