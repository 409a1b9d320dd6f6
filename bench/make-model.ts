import { closeSync, openSync, writeSync } from "node:fs";
import protobuf from "protobufjs/minimal.js";

/** A chain of dense layers with a relu after each: `layers` weights of [side, side] floats. */
export function writeChain(
  path: string,
  layers: number,
  side: number,
  nodesPerLayer: number,
): void {
  const weights = new Uint8Array(side * side * 4);
  const random = new Uint32Array(weights.buffer);
  let seed = 1;
  for (let i = 0; i < random.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    random[i] = 0x3f000000 | (seed >>> 9);
  }
  const parts: Uint8Array[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const input = layer === 0 ? "x" : `r${layer - 1}_${nodesPerLayer - 2}`;
    parts.push(node("MatMul", [input, `w${layer}`], `m${layer}`));
    for (let i = 0; i < nodesPerLayer - 1; i++) {
      parts.push(node("Relu", [i === 0 ? `m${layer}` : `r${layer}_${i - 1}`], `r${layer}_${i}`));
    }
    parts.push(initializer(`w${layer}`, [side, side], weights.length), weights);
  }
  parts.push(
    value(11, "x", [1, side]),
    value(12, `r${layers - 1}_${nodesPerLayer - 2}`, [1, side]),
  );
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = new protobuf.Writer().uint32(8).int64(8);
  head.uint32(66).bytes(new protobuf.Writer().uint32(16).int64(17).finish());
  head.uint32(58).uint64(length);
  const file = openSync(path, "w");
  for (const part of [head.finish(), ...parts]) writeSync(file, part);
  closeSync(file);
}

function field(number: number, message: Uint8Array): Uint8Array {
  return new protobuf.Writer()
    .uint32((number << 3) | 2)
    .bytes(message)
    .finish();
}

function node(operator: string, inputs: readonly string[], output: string): Uint8Array {
  const writer = new protobuf.Writer();
  for (const input of inputs) writer.uint32(10).string(input);
  writer.uint32(18).string(output).uint32(26).string(`node/${output}`).uint32(34).string(operator);
  return field(1, writer.finish());
}

/** A `TensorProto` up to the length of its raw bytes, which follow in the file. */
function initializer(name: string, dims: readonly number[], bytes: number): Uint8Array {
  const head = new protobuf.Writer();
  for (const dim of dims) head.uint32(8).int64(dim);
  head.uint32(16).int32(1).uint32(66).string(name).uint32(74).uint64(bytes);
  const content = head.finish();
  const length = new protobuf.Writer()
    .uint32(42)
    .uint64(content.length + bytes)
    .finish();
  return Buffer.concat([length, content]);
}

function value(number: number, name: string, dims: readonly number[]): Uint8Array {
  const shape = new protobuf.Writer();
  for (const dim of dims) {
    shape.uint32(10).bytes(new protobuf.Writer().uint32(8).int64(dim).finish());
  }
  const tensor = new protobuf.Writer().uint32(8).int32(1).uint32(18).bytes(shape.finish()).finish();
  const type = new protobuf.Writer().uint32(10).bytes(tensor).finish();
  return field(
    number,
    new protobuf.Writer().uint32(10).string(name).uint32(18).bytes(type).finish(),
  );
}
