import { AceError, within } from "../../errors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { TypeTable } from "../../graph/tensor-type.ts";
import { bufferSource } from "../../io/byte-source.ts";
import { storedTensor } from "./stored-tensor.ts";
import { type ExternalData, readTensorProto } from "./tensor-proto.ts";
import { type Range, WireReader } from "./wire.ts";

/** Reads a file that holds one `TensorProto` with its elements inside. */
export function readTensorFile(name: string, bytes: Uint8Array): { name: string; tensor: Tensor } {
  const reader = new WireReader(bufferSource(name, bytes));
  const whole = { offset: 0, length: bytes.length };
  return within({ file: name }, () => readWholeTensor(reader, whole));
}

/** A `TensorProto` with its elements, which must be inside. */
export function readWholeTensor(
  reader: WireReader,
  range: Range,
): { name: string; tensor: Tensor } {
  const proto = readTensorProto(reader, range);
  const stored = storedTensor(proto, reader, noExternalData, new TypeTable());
  return { name: proto.name, tensor: stored.read() };
}

function noExternalData(data: ExternalData, tensor: string): never {
  throw new AceError(
    "missing-data",
    {
      action: "read",
      subject: `tensor ${tensor}`,
      expected: "its elements in the same file",
      got: `a reference to ${data.location}`,
    },
    { where: { tensor } },
  );
}
