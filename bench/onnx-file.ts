import { closeSync, openSync, writeSync } from "node:fs";
import protobuf from "protobufjs/minimal.js";

/** Bytes of a `GraphProto`, part after part; made twice, so that the length can stand before it. */
export type GraphParts = () => Iterable<Uint8Array>;

const CHUNK = 1 << 20;

/** Writes a model of opset 17 without ever holding it. */
export function writeModel(path: string, graph: GraphParts): void {
  let length = 0;
  for (const part of graph()) length += part.length;
  const head = new protobuf.Writer().uint32(8).int64(8);
  head.uint32(66).bytes(new protobuf.Writer().uint32(16).int64(17).finish());
  head.uint32(58).uint64(length);
  const file = openSync(path, "w");
  let pending: Uint8Array[] = [head.finish()];
  let size = 0;
  for (const part of graph()) {
    pending.push(part);
    size += part.length;
    if (size < CHUNK) continue;
    writeSync(file, Buffer.concat(pending));
    pending = [];
    size = 0;
  }
  writeSync(file, Buffer.concat(pending));
  closeSync(file);
}

/** Attributes of one integer or of several. */
export type Ints = Readonly<Record<string, number | readonly number[]>>;

/** A `NodeProto` in its graph. */
export function node(
  operator: string,
  name: string,
  inputs: readonly string[],
  output: string,
  ints: Ints = {},
): Uint8Array {
  const writer = new protobuf.Writer();
  for (const input of inputs) writer.uint32(10).string(input);
  writer.uint32(18).string(output).uint32(26).string(name).uint32(34).string(operator);
  for (const [key, values] of Object.entries(ints)) {
    const attribute = new protobuf.Writer().uint32(10).string(key);
    if (typeof values === "number") attribute.uint32(24).int64(values).uint32(160).int32(2);
    else {
      for (const value of values) attribute.uint32(64).int64(value);
      attribute.uint32(160).int32(7);
    }
    writer.uint32(42).bytes(attribute.finish());
  }
  return field(1, writer.finish());
}

const FLOAT = 1;
const INT64 = 7;

/** A `TensorProto` in its graph, up to its raw bytes, which follow. */
export function initializer(
  name: string,
  dims: readonly number[],
  bytes: Uint8Array,
  dataType = FLOAT,
): Uint8Array[] {
  const head = new protobuf.Writer();
  for (const dim of dims) head.uint32(8).int64(dim);
  head.uint32(16).int32(dataType).uint32(66).string(name).uint32(74).uint64(bytes.length);
  const content = head.finish();
  const length = new protobuf.Writer().uint32(42).uint64(content.length + bytes.length);
  return [length.finish(), content, bytes];
}

/** A shape as an initializer. */
export function shape(name: string, sizes: readonly number[]): Uint8Array[] {
  const bytes = new Uint8Array(BigInt64Array.from(sizes, BigInt).buffer);
  return initializer(name, [sizes.length], bytes, INT64);
}

/** A `ValueInfoProto` of floats in its graph: field 11 is an input, 12 an output, 13 between them. */
export function value(number: 11 | 12 | 13, name: string, dims: readonly number[]): Uint8Array {
  const sizes = new protobuf.Writer();
  for (const dim of dims) {
    sizes.uint32(10).bytes(new protobuf.Writer().uint32(8).int64(dim).finish());
  }
  const tensor = new protobuf.Writer().uint32(8).int32(FLOAT).uint32(18).bytes(sizes.finish());
  const type = new protobuf.Writer().uint32(10).bytes(tensor.finish()).finish();
  const content = new protobuf.Writer().uint32(10).string(name).uint32(18).bytes(type).finish();
  return field(number, content);
}

function field(number: number, message: Uint8Array): Uint8Array {
  const writer = new protobuf.Writer().uint32((number << 3) | 2);
  return writer.bytes(message).finish();
}

/** `count` floats from 0.5 to 1, the same ones every time. */
export function floats(count: number, seed = 1): Float32Array {
  const codes = new Uint32Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    codes[i] = 0x3f000000 | (state >>> 9);
  }
  return new Float32Array(codes.buffer);
}

/** The bytes of an array's elements. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
