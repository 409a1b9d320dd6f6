import { AceError, within } from "../errors.ts";
import type { NamedTensor } from "../exec/named-tensor.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import { TypeTable } from "../graph/tensor-type.ts";
import { bufferSource, readWholeFile } from "../io/byte-source.ts";
import { type NpyArray, readNpy } from "../io/npy.ts";
import { elementOf, toTensor } from "../io/npy-tensor.ts";
import { readNpz } from "../io/npz.ts";
import { readSafetensors } from "../io/safetensors.ts";
import { readTensorFile } from "../parsers/onnx/tensor-file.ts";
import { type DeclaredStructure, readValueProto } from "../parsers/onnx/value-proto.ts";

/** Elements as a file holds them; an array's element type may be known to the model only. */
export type StoredArray = NpyArray | Tensor;

/**
 * Arrays of an npz, npy, safetensors or TensorProto file by name, told apart by content; one without a name is
 * "". An empty file holds none.
 *
 * @throws {AceError} `unreadable-file`, `malformed-tensor`, `unsupported-type`
 */
export function readArrayFile(path: string): ReadonlyMap<string, StoredArray> {
  const bytes = readWholeFile(path);
  if (bytes.length === 0) return new Map();
  if (startsWith(bytes, "PK")) return within({ file: path }, () => readNpz(bytes));
  if (startsWith(bytes, "\u0093NUMPY")) {
    return new Map([["", within({ file: path }, () => readNpy(bytes))]]);
  }
  if (bytes[8] === OPENING_BRACE) {
    const tensors = readSafetensors(bufferSource(path, bytes));
    return new Map(Array.from(tensors, ([name, stored]) => [name, stored.read()]));
  }
  const { name, tensor } = readTensorFile(path, bytes);
  return new Map([[name, tensor]]);
}

/**
 * The tensors of a file that holds one SequenceProto or OptionalProto; those of a sequence are called
 * `name[0]`, `name[1]` …
 *
 * @throws {AceError} `unreadable-file`, `malformed-model`, `malformed-tensor`, `unsupported-type`
 */
export function readValueFile(path: string, value: DeclaredStructure): readonly NamedTensor[] {
  const source = bufferSource(path, readWholeFile(path));
  return within({ file: path }, () => readValueProto(source, value));
}

/** A safetensors file has JSON after the eight bytes of its length. */
const OPENING_BRACE = 0x7b;

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((character, i) => bytes[i] === character.charCodeAt(0));
}

/**
 * An array as a tensor: of the element type that the model expects, else of its own.
 *
 * @throws {AceError} `type-mismatch` where it cannot be of that type
 */
export function arrayTensor(
  array: StoredArray,
  expected: ElementType | undefined,
  name: string,
): Tensor {
  if ("type" in array) return array;
  const element = expected ?? elementOf(array.dtype);
  if (element === undefined) {
    throw new AceError(
      "type-mismatch",
      {
        action: "read",
        subject: `array ${name}`,
        expected: "a type that numpy names",
        got: "raw bytes",
      },
      { where: { tensor: name } },
    );
  }
  return toTensor(array, new TypeTable().intern(element, array.shape), name);
}
