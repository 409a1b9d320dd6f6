import { AceError } from "../../errors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { readWholeTensor } from "./tensor-file.ts";
import { type Range, WireReader } from "./wire.ts";

/** A value that is no tensor, as its model declares it. */
export interface DeclaredStructure {
  readonly name: string;
  /** False: it is an optional. */
  readonly isSequence: boolean;
}

interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** Fields that `SequenceProto` and `OptionalProto` share. */
const TENSOR = 3;
const SPARSE_TENSOR = 4;
const SEQUENCE = 5;
const MAP = 6;
const OPTIONAL = 7;
const DEEPEST = 16;

/**
 * The tensors of a `SequenceProto` or `OptionalProto`: items of a sequence are `name[0]`, `name[1]` …,
 * an optional has the name of what it holds.
 *
 * @throws {AceError} `malformed-model`, `malformed-tensor`, `unsupported-type`
 */
export function readValueProto(
  source: ByteSource,
  { name, isSequence }: DeclaredStructure,
): readonly NamedTensor[] {
  const reader = new WireReader(source);
  return [...itemsIn(reader, { offset: 0, length: source.size }, name, isSequence, 0)];
}

function itemsIn(
  reader: WireReader,
  range: Range,
  name: string,
  isSequence: boolean,
  depth: number,
): NamedTensor[] {
  const found: NamedTensor[] = [];
  let count = 0;
  if (depth > DEEPEST) throw unsupported(name, "a deeper one");
  reader.fields(range, (field, wire) => {
    if (field < TENSOR || field > OPTIONAL) return;
    const item = isSequence ? `${name}[${count}]` : name;
    count++;
    const inner = reader.range(wire);
    if (field === SPARSE_TENSOR) throw unsupported(item, "a sparse tensor");
    if (field === MAP) throw unsupported(item, "a map");
    if (field === TENSOR) found.push({ name: item, tensor: readWholeTensor(reader, inner).tensor });
    else found.push(...itemsIn(reader, inner, item, field === SEQUENCE, depth + 1));
    reader.seek(inner.offset + inner.length);
  });
  return found;
}

function unsupported(name: string, got: string): AceError {
  return new AceError("unsupported-type", {
    action: "read",
    subject: `value ${name}`,
    expected: "tensors, and sequences and optionals of them",
    got,
  });
}
