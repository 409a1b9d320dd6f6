import { describe, expect, test } from "vitest";
import { toNumbers } from "../../../src/graph/tensor.ts";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { readValueProto } from "../../../src/parsers/onnx/value-proto.ts";
import { floats, tensorBytes } from "../../support/onnx.ts";

/** A field of a message that holds bytes, shorter than 128. */
function field(number: number, ...bytes: readonly number[]): readonly number[] {
  return [number * 8 + 2, bytes.length, ...bytes];
}

const tensor = (...values: number[]) => [...tensorBytes(floats("", [values.length], values))];

function read(bytes: readonly number[], isSequence: boolean) {
  const source = bufferSource("input_0.pb", Uint8Array.from(bytes));
  const tensors = readValueProto(source, { name: "s", isSequence });
  return tensors.map(({ name, tensor: { type, data } }) => [name, toNumbers({ type, data })]);
}

describe("readValueProto() gives the tensors of", () => {
  test("a sequence", () => {
    const bytes = [...field(3, ...tensor(1, 2)), ...field(3, ...tensor(3))];
    expect(read(bytes, true)).toEqual([
      ["s[0]", [1, 2]],
      ["s[1]", [3]],
    ]);
    expect(read([], true)).toEqual([]);
  });

  test("an optional that holds a tensor, a sequence, or nothing", () => {
    expect(read(field(3, ...tensor(5)), false)).toEqual([["s", [5]]]);
    expect(read(field(5, ...field(3, ...tensor(5))), false)).toEqual([["s[0]", [5]]]);
    expect(read([16, 1], false)).toEqual([]);
  });

  test("sequences in a sequence", () => {
    const inner = field(5, ...field(3, ...tensor(7)));
    expect(read([...inner, ...inner], true)).toEqual([
      ["s[0][0]", [7]],
      ["s[1][0]", [7]],
    ]);
  });
});

test("readValueProto() refuses maps and sparse tensors", () => {
  expect(() => read(field(6), true)).toThrow(
    "Cannot read value s[0]: expected tensors, and sequences and optionals of them, got a map",
  );
  expect(() => read(field(4), false)).toThrow(
    "Cannot read value s: expected tensors, and sequences and optionals of them, got a sparse tensor",
  );
});
