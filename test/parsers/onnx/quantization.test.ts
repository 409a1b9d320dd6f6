import type { onnx } from "onnx-proto";
import { onnx as proto } from "onnx-proto";
import { describe, expect, test } from "vitest";
import type { ImportedModel } from "../../../src/graph/imported.ts";
import { toNumbers } from "../../../src/graph/tensor.ts";
import { bufferSource } from "../../../src/io/byte-source.ts";
import { importOnnx } from "../../../src/parsers/onnx/index.ts";
import { FLOAT, floats, modelProto } from "../../support/onnx.ts";

const UINT8 = 2;
const INT8 = 3;

interface Spec {
  readonly op: string;
  readonly domain?: string;
  readonly attributes?: readonly onnx.IAttributeProto[];
  /** Inputs after x; null: left out. */
  readonly rest: readonly (onnx.ITensorProto | null)[];
  readonly shape?: readonly number[];
}

const int = (name: string, i: number): onnx.IAttributeProto => ({ name, type: 2, i });
const string = (name: string, s: string): onnx.IAttributeProto => ({
  name,
  type: 3,
  s: new TextEncoder().encode(s),
});
const value = (name: string, x: number) => floats(name, [], [x]);
const bytes = (
  name: string,
  dims: number[],
  data: number[],
  dataType = UINT8,
): onnx.ITensorProto => ({
  name,
  dataType,
  dims,
  rawData: Uint8Array.from(data),
});

/** A model of nodes of one kind on x, each with an output of its own. */
function imported(
  { op, domain = "", attributes = [], rest, shape = [1, 4] }: Spec,
  count = 1,
): ImportedModel {
  const inputs = ["x", ...rest.map((tensor) => tensor?.name ?? "")];
  const nodes = Array.from({ length: count }, (_, i) => ({
    op,
    domain,
    inputs,
    outputs: [`y${i}`],
    attributes,
  }));
  const model = modelProto({
    nodes,
    inputs: [{ name: "x", dataType: FLOAT, shape }],
    outputs: nodes.map(({ outputs }) => ({ name: outputs[0] as string })),
    initializers: rest.filter((tensor) => tensor !== null),
    opset: 21,
  });
  const source = bufferSource("model.onnx", proto.ModelProto.encode(model).finish());
  const external = () => new Uint8Array();
  return importOnnx(source, external, { dims: {}, inputs: {}, values: new Map(), strict: true });
}

/** Attributes of the one node. */
function attributesOf(spec: Spec): object {
  const { graph } = imported(spec);
  expect(graph.nodeCount).toBe(1);
  return graph.node(0).attributes;
}

const QONNX = "qonnx.custom_op.general";
const QUANT = [value("s", 1), value("z", 0), value("b", 4)];
const FLAGS = [int("signed", 1), int("narrow", 0)];

describe("QuantizeLinear", () => {
  const quantize = { op: "QuantizeLinear", rest: [value("s", 1)] };

  test("without a zero point gives u8, or what output_dtype says", () => {
    expect(attributesOf(quantize)).toMatchObject({ element: "u8", precision: "f32", axis: 1 });
    const stated = { ...quantize, attributes: [int("output_dtype", INT8)] };
    expect(attributesOf(stated)).toMatchObject({ element: "i8" });
  });

  test("with a zero point of another type than output_dtype is refused", () => {
    const spec = {
      ...quantize,
      attributes: [int("output_dtype", INT8)],
      rest: [value("s", 1), bytes("z", [], [0])],
    };
    expect(() => imported(spec)).toThrow(
      "Cannot import QuantizeLinear: expected output_dtype of the zero point's type (u8), got i8",
    );
  });

  test("with an unknown type is refused", () => {
    expect(() => imported({ ...quantize, attributes: [int("output_dtype", 99)] })).toThrow(
      "Cannot import QuantizeLinear: expected a known data type as output_dtype, got 99",
    );
  });
});

describe("Quant", () => {
  const quant = { op: "Quant", domain: QONNX, attributes: FLAGS, rest: QUANT };

  test("reads bits, flags and the rounding mode; aliases of the domain are the same", () => {
    const attributes = [...FLAGS, string("rounding_mode", "half_up")];
    for (const domain of [QONNX, "finn.custom_op.general", "onnx.brevitas"]) {
      expect(attributesOf({ ...quant, domain, attributes })).toEqual({
        signed: true,
        narrow: false,
        rounding: "HALF_UP",
        bits: [4],
        bitsShape: [],
      });
    }
  });

  test("keeps a bit width for each channel", () => {
    const rest = [value("s", 1), value("z", 0), floats("b", [4], [2, 3, 4, 4])];
    expect(attributesOf({ ...quant, rest })).toMatchObject({ bits: [2, 3, 4, 4], bitsShape: [4] });
  });

  test.each([
    [[int("signed", 1)], QUANT, "attribute narrow, got none"],
    [[...FLAGS, string("rounding_mode", "NEAREST")], QUANT, "a rounding mode, got NEAREST"],
    [FLAGS, [value("s", 1), value("z", 0), value("b", 2.5)], "bit widths from 1 to 64, got 2.5"],
    [
      FLAGS,
      [value("s", 1), value("z", 0), floats("b", [4], [1, 2, 2, 2])],
      "signed channels of 2 bits or more, got one of 1 bit",
    ],
  ])("refuses what it has no meaning for", (attributes, rest, message) => {
    expect(() => imported({ ...quant, attributes, rest })).toThrow(message);
  });
});

describe("Trunc", () => {
  const trunc = { op: "Trunc", domain: QONNX };

  test("of version 1 drops 8 - 3 bits", () => {
    const { graph } = imported({
      ...trunc,
      rest: [...QUANT.slice(0, 2), value("i", 8), value("o", 3)],
    });
    const { attributes, inputs } = graph.node(0);
    expect(attributes).toEqual({ rounding: "FLOOR", bits: 3 });
    expect(graph.constants.get(inputs[3] as number)?.read().data).toEqual(Float32Array.of(32));
  });

  test("of scales that are no ratio is refused", () => {
    const rest = [value("s", 0), value("z", 0), value("i", 8), value("t", 7), value("o", 3)];
    expect(() => imported({ ...trunc, rest })).toThrow(
      "Cannot import Trunc: expected scales with a ratio of 2^-64 to 2^64, got 2^Infinity",
    );
  });

  test("of version 2 drops what the scales say: 7 / 1 is nearest to 8", () => {
    const rest = [...QUANT.slice(0, 2), value("i", 8), value("t", 7), value("o", 3)];
    const { graph } = imported({ ...trunc, rest });
    const { attributes, inputs } = graph.node(0);
    expect(attributes).toEqual({
      rounding: "FLOOR",
      bits: 3,
      clamp: { signed: true, narrow: false },
    });
    expect(graph.constants.get(inputs[3] as number)?.read().data).toEqual(Float32Array.of(8));
  });
});

describe("QLinearConcat", () => {
  test("refuses operands without a zero point", () => {
    const rest = [value("z", 0), floats("y", [1, 4], [0, 0, 0, 0]), value("s", 1)];
    const spec = {
      op: "QLinearConcat",
      domain: "com.microsoft",
      attributes: [int("axis", 0)],
      rest,
    };
    expect(() => imported({ ...spec, shape: [] })).toThrow(
      "Cannot import QLinearConcat: expected scale and zero point of the result, then three inputs " +
        "an operand, got 4 inputs",
    );
  });
});

describe("FloatQuant", () => {
  const names = ["s", "e", "m", "b", "x"];
  const rest = [1, 4, 3, 7, 448].map((x, i) => value(names[i] as string, x));
  const spec = { op: "FloatQuant", domain: QONNX, rest };

  test("reads the format", () => {
    expect(attributesOf(spec)).toEqual({
      exponentBits: 4,
      mantissaBits: 3,
      exponentBias: 7,
      largest: 448,
      rounding: "ROUND",
      overflow: "saturate",
    });
  });

  test("of strange formats is refused", () => {
    const wide = spec.rest.with(1, value("e", 9));
    expect(() => imported({ ...spec, rest: wide })).toThrow(
      "Cannot import FloatQuant: expected an integer from 1 to 8 as input 2, got 9",
    );
    const several = spec.rest.with(2, floats("m", [2], [3, 4]));
    expect(() => imported({ ...spec, rest: several })).toThrow("one value as input 3, got several");
  });

  test("without saturation needs infinities or NaN", () => {
    const open = { ...spec, attributes: [int("saturation", 0)] };
    expect(() => imported(open)).toThrow(
      "expected saturation, has_inf or has_nan, got none of them",
    );
    const attributes = [int("saturation", 0), int("has_nan", 1)];
    expect(attributesOf({ ...spec, attributes })).toMatchObject({ overflow: "nan" });
  });
});

describe("MultiThreshold", () => {
  const spec = { op: "MultiThreshold", domain: QONNX, rest: [floats("t", [1, 1], [0])] };

  test.each([
    [[1, 4], "", 1],
    [[1, 2, 4], "", 2],
    [[1, 4, 2, 2], "", 1],
    [[1, 2, 2, 4], "NHWC", 3],
  ])("of shape %j in layout %j has its channels on axis %i", (shape, layout, axis) => {
    const attributes = [string("data_layout", layout), string("out_dtype", "UINT3")];
    expect(attributesOf({ ...spec, shape, attributes })).toEqual({
      axis,
      scale: 1,
      bias: 0,
      levels: 8,
    });
  });

  test.each([
    ["BIPOLAR", 2],
    ["TERNARY", 3],
    ["SCALEDINT<4>", 16],
    ["FLOAT32", 0],
  ])("of type %s has %i levels", (type, levels) => {
    const attributes = [string("out_dtype", type)];
    expect(attributesOf({ ...spec, attributes })).toMatchObject({ levels });
  });
});

describe("MatMulNBits", () => {
  const sizes = [int("K", 4), int("N", 2), int("block_size", 16), int("bits", 4)];
  const weights = bytes(
    "w",
    [2, 1, 8],
    [0x21, 0x43, ...new Array(6).fill(0), 0x65, 0x87, ...new Array(6).fill(0)],
  );
  const spec = {
    op: "MatMulNBits",
    domain: "com.microsoft",
    attributes: sizes,
    rest: [weights, floats("s", [2, 1], [1, 1])],
  };

  test("unpacks the codes, low bits first, without the padding of the last block", () => {
    const { graph } = imported(spec);
    const [, codes, , zero] = graph.node(0).inputs as [number, number, number, number];
    expect(graph.type(codes)).toMatchObject({ element: "u4", shape: [2, 4] });
    expect(graph.constants.get(codes)?.read().data).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(toNumbers(graph.constants.get(zero)?.read() as never)).toEqual([8]);
    expect(graph.tensorName(codes)).toBe("w");
  });

  test("stores weights once that two nodes share", () => {
    const { graph } = imported(spec, 2);
    expect(graph.node(0).inputs[1]).toBe(graph.node(1).inputs[1]);
  });

  test.each([
    [[int("K", 4), int("N", 2), int("block_size", 16), int("bits", 3)], spec.rest, "got 3 bits"],
    [[int("N", 2), int("block_size", 16)], spec.rest, "expected K of 1 or more, got 0"],
    [
      [int("K", 400), int("N", 2), int("block_size", 16)],
      spec.rest,
      "expected 2 rows of 400 packed codes as input 1, got 16 elements of u8",
    ],
    [sizes, [...spec.rest, null, bytes("g", [1], [0])], "got a permutation of K"],
  ])("refuses other forms", (attributes, rest, message) => {
    expect(() => imported({ ...spec, attributes, rest })).toThrow(message);
  });
});
