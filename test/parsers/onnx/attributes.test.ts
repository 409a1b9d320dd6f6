import { onnx } from "onnx-proto";
import { describe, expect, test } from "vitest";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { readAttributes } from "../../../src/parsers/onnx/attributes.ts";
import { WireReader } from "../../../src/parsers/onnx/wire.ts";
import { floats } from "../../support/onnx.ts";

function read(...attribute: readonly onnx.IAttributeProto[]) {
  const bytes = onnx.NodeProto.encode({ opType: "Op", attribute: [...attribute] }).finish();
  const reader = new WireReader(bufferSource("m.onnx", bytes));
  return Object.fromEntries(readAttributes(reader, { offset: 0, length: bytes.length }));
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("readAttributes()", () => {
  test("reads every kind of value", () => {
    expect(
      read(
        { name: "f", type: 1, f: 0.5 },
        { name: "i", type: 2, i: -3 },
        { name: "s", type: 3, s: utf8("SAME_UPPER") },
        { name: "fs", type: 6, floats: [1, -0.25] },
        { name: "is", type: 7, ints: [1, -1] },
        { name: "ss", type: 8, strings: [utf8("a"), utf8("")] },
      ),
    ).toEqual({
      f: { kind: "float", value: 0.5 },
      i: { kind: "int", value: -3 },
      s: { kind: "string", value: "SAME_UPPER" },
      fs: { kind: "floats", value: [1, -0.25] },
      is: { kind: "ints", value: [1, -1] },
      ss: { kind: "strings", value: ["a", ""] },
    });
  });

  test("tensors stay in the file, graphs are ranges", () => {
    const { t, g } = read(
      { name: "t", type: 4, t: floats("", [1], [1]) },
      { name: "g", type: 5, g: { name: "inner" } },
    );
    expect(t).toMatchObject({ kind: "tensor", value: { dims: [1], dataType: 1 } });
    expect(g).toMatchObject({ kind: "graph", value: { length: 7 } });
  });

  test("a value whose field is left out is 0 or empty", () => {
    expect(read({ name: "i", type: 2 }, { name: "is", type: 7 }, { name: "s", type: 3 })).toEqual({
      i: { kind: "int", value: 0 },
      is: { kind: "ints", value: [] },
      s: { kind: "string", value: "" },
    });
  });

  test("without a type the field that is filled tells it, as old files need", () => {
    expect(read({ name: "i", i: 4 }, { name: "is", ints: [2, 2] })).toEqual({
      i: { kind: "int", value: 4 },
      is: { kind: "ints", value: [2, 2] },
    });
  });

  test("a reference to an attribute of the function is one", () => {
    expect(read({ name: "i", type: 2, refAttrName: "outer" })).toEqual({
      i: { kind: "reference", value: "outer" },
    });
  });

  test("kinds without a meaning here are others", () => {
    expect(read({ name: "g", type: 10, graphs: [{}] })).toEqual({ g: { kind: "other" } });
    expect(read({ name: "empty" })).toEqual({ empty: { kind: "other" } });
  });

  test("a tensor that is not there is refused", () => {
    expect(() => read({ name: "value", type: 4 })).toThrow(
      "Cannot read attribute value: expected a value of the type that it states, got none",
    );
  });
});
