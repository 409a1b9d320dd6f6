import { describe, expect, test } from "vitest";
import { readArrayFile } from "../../../../src/api/tensor-files.ts";
import type { Tensor } from "../../../../src/graph/tensor.ts";
import { run, score } from "../../../../src/index.ts";
import { corpusFiles, HAS_CORPUS } from "../../../support/corpus-files.ts";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

const PER_AXIS = "tensor<2x!quant.uniform<i8:f32:0, {0.1:-30,0.5:-20}>>";
const F2 = "tensor<2xf32>";
const X = "tensor<2x!quant.uniform<i8:f32, 0.5:1>>";
const Y = "tensor<2x!quant.uniform<i8:f32, 0.25>>";
const R = "tensor<2x!quant.uniform<i8:f32, 0.5>>";

/** The line that gives `name` these codes. */
function codes(name: string, elements: string, plain: string, type: string): string {
  return `%${name} = "stablehlo.constant"() <{value = dense<${elements}> : ${plain}}> : () -> ${type}`;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

// Expected codes of the types per axis: examples of the StableHLO specification.
describe("uniform_quantize", () => {
  test("has a scale and a zero point for each channel", () => {
    const lines = [
      constant("x", "[4.0, 15.0]", F2),
      `%q = stablehlo.uniform_quantize %x : (${F2}) -> ${PER_AXIS}`,
      `%r = stablehlo.uniform_dequantize %q : (${PER_AXIS}) -> ${F2}`,
    ];
    expect(outputsOf(lines, { "%q": PER_AXIS, "%r": F2 })).toEqual([
      [10, 10],
      [4, 15],
    ]);
  });

  test("gives codes of another type for codes", () => {
    const other = "tensor<2x!quant.uniform<i8:f32:0, {0.1:-20,0.2:-30}>>";
    const lines = [
      codes("q", "[10, 10]", "tensor<2xi8>", PER_AXIS),
      `%r = stablehlo.uniform_quantize %q : (${PER_AXIS}) -> ${other}`,
    ];
    expect(outputsOf(lines, { "%r": other })).toEqual([[20, 45]]);
  });

  test("adds the zero point before it rounds, and keeps to the bounds of the type", () => {
    const narrow = "tensor<4x!quant.uniform<i4<-7:7>:f32, 0.5:1>>";
    const lines = [
      constant("x", "[-100.0, 1.25, 0.75, 9.0]", "tensor<4xf32>"),
      `%q = stablehlo.uniform_quantize %x : (tensor<4xf32>) -> ${narrow}`,
    ];
    // -199, 3.5, 2.5, 19
    expect(outputsOf(lines, { "%q": narrow })).toEqual([[-7, 4, 2, 7]]);
  });
});

test("bitcast_convert reads the bits of codes, and codes from bits", () => {
  const lines = [
    constant("x", "[200, 3]", "tensor<2xui8>"),
    `%q = stablehlo.bitcast_convert %x : (tensor<2xui8>) -> ${X}`,
    `%r = stablehlo.bitcast_convert %q : (${X}) -> tensor<2xui8>`,
  ];
  expect(outputsOf(lines, { "%q": X, "%r": "tensor<2xui8>" })).toEqual([
    [-56, 3],
    [200, 3],
  ]);
});

describe("dot_general", () => {
  const L = "tensor<1x2x!quant.uniform<i8:f32, 0.5:1>>";
  const W = "tensor<2x2x!quant.uniform<i8<-127:127>:f32:1, {0.25,0.5}>>";

  /** (3 - 1, -1 - 1) times columns (2, 1) and (4, -3): sums 2 and 14. */
  function dot(result: string): readonly (readonly number[])[] {
    const lines = [
      codes("l", "[[3, -1]]", "tensor<1x2xi8>", L),
      codes("w", "[[2, 4], [1, -3]]", "tensor<2x2xi8>", W),
      `%r = stablehlo.dot_general %l, %w, contracting_dims = [1] x [0] : (${L}, ${W}) -> ${result}`,
    ];
    return outputsOf(lines, { "%r": result });
  }

  test("gives sums as they are where the scale is the product of both", () => {
    expect(dot("tensor<1x2x!quant.uniform<i32:f32:1, {0.125,0.25}>>")).toEqual([[2, 14]]);
  });

  test("gives codes of the type of the result, ties to even, within its bounds", () => {
    // 0.25 and 3.5: -0.5 and 6 with scale 0.5 and zero point -1
    expect(dot("tensor<1x2x!quant.uniform<i8:f32, 0.5:-1>>")).toEqual([[0, 6]]);
    expect(dot("tensor<1x2x!quant.uniform<i8<-4:4>:f32, 0.5:-1>>")).toEqual([[0, 4]]);
    expect(dot("tensor<1x2x!quant.uniform<i32:f32:1, {0.125:5,0.25:6}>>")).toEqual([[7, 20]]);
  });

  test("multiplies real values where sums may leave 32 bits", () => {
    const wide = "tensor<2x!quant.uniform<i16:f32, 1.0>>";
    const sum = "tensor<!quant.uniform<i32:f32, 1.0>>";
    const lines = [
      codes("x", "[32767, 32767]", "tensor<2xi16>", wide),
      `%r = stablehlo.dot_general %x, %x, contracting_dims = [0] x [0] : (${wide}, ${wide}) -> ${sum}`,
    ];
    // 2 x 1073676288: 32767^2 = 1073676289 is no f32
    expect(outputsOf(lines, { "%r": sum })).toEqual([[2147352576]]);
  });

  test("places scales of a batch of weights along the batch of the result", () => {
    const l = "tensor<2x1x!quant.uniform<i8:f32, 1.0>>";
    const w = "tensor<1x2x!quant.uniform<i8:f32:1, {1.0,2.0}>>";
    const r = "tensor<2x!quant.uniform<i8:f32, 1.0>>";
    const lines = [
      codes("l", "[[3], [5]]", "tensor<2x1xi8>", l),
      codes("w", "[[7, 11]]", "tensor<1x2xi8>", w),
      "%r = stablehlo.dot_general %l, %w, batching_dims = [0] x [1], contracting_dims = [1] x [0]" +
        ` : (${l}, ${w}) -> ${r}`,
    ];
    expect(outputsOf(lines, { "%r": r })).toEqual([[21, 110]]);
  });

  test("of real values and quantized weights gives real values", () => {
    const w = "tensor<2x1x!quant.uniform<i4<-7:7>:f32, 0.5>>";
    const lines = [
      constant("x", "[[1.5, 2.0]]", "tensor<1x2xf32>"),
      codes("w", "[[2], [-3]]", "tensor<2x1xi4>", w),
      `%r = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<1x2xf32>, ${w}) -> tensor<1x1xf32>`,
    ];
    expect(outputsOf(lines, { "%r": "tensor<1x1xf32>" })).toEqual([[-1.5]]);
  });

  test("of quantized and real values is refused", () => {
    const text = `func.func @main(%l: ${L}, %w: tensor<2x2xf32>) -> tensor<1x2xf32> {
      %r = stablehlo.dot_general %l, %w, contracting_dims = [1] x [0] : (${L}, tensor<2x2xf32>) -> tensor<1x2xf32>
      return %r : tensor<1x2xf32>
    }`;
    expect(() => score(bytesOf(text))).toThrow(
      "Cannot import stablehlo.dot_general: expected a second operand of a quantized type, got a tensor",
    );
  });
});

test("a convolution pads with the zero point", () => {
  const data = "tensor<1x3x1x!quant.uniform<i8:f32, 1.0:5>>";
  const kernel = "tensor<3x1x1x!quant.uniform<i8:f32, 1.0>>";
  const result = "tensor<1x3x1x!quant.uniform<i32:f32, 1.0>>";
  const lines = [
    codes("x", "[[[6], [7], [8]]]", "tensor<1x3x1xi8>", data),
    codes("w", "1", "tensor<3x1x1xi8>", kernel),
    "%r = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], " +
      "window = {pad = [[1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : " +
      `(${data}, ${kernel}) -> ${result}`,
  ];
  expect(outputsOf(lines, { "%r": result })).toEqual([[3, 6, 5]]);
});

describe("elementwise operations on real values", () => {
  // (3 - 1) / 2 = 1 and -1; 8 / 4 = 2 and -1.5
  const OPERANDS = [
    codes("x", "[3, -1]", "tensor<2xi8>", X),
    codes("y", "[8, -6]", "tensor<2xi8>", Y),
  ];

  test.each([
    ["add", [6, -5]],
    ["subtract", [-2, 1]],
    ["multiply", [4, 3]],
    ["maximum", [4, -2]],
    ["minimum", [2, -3]],
  ])("%s", (name, expected) => {
    const lines = [...OPERANDS, `%r = stablehlo.${name} %x, %y : (${X}, ${Y}) -> ${R}`];
    expect(outputsOf(lines, { "%r": R })).toEqual([expected]);
  });

  test("compare gives truth values, select codes of its own type", () => {
    const lines = [
      ...OPERANDS,
      `%p = stablehlo.compare LT, %x, %y : (${X}, ${Y}) -> tensor<2xi1>`,
      `%r = "stablehlo.select"(%p, %x, %y) : (tensor<2xi1>, ${X}, ${Y}) -> ${R}`,
    ];
    expect(outputsOf(lines, { "%p": "tensor<2xi1>", "%r": R })).toEqual([
      [1, 0],
      [2, -3],
    ]);
  });
});

describe("movement of codes", () => {
  const ROWS = "tensor<2x2x!quant.uniform<i8:f32:0, {0.5,0.25}>>";
  const COLUMNS = "tensor<2x2x!quant.uniform<i8:f32:1, {0.5,0.25}>>";
  const M = codes("x", "[[1, 2], [3, 4]]", "tensor<2x2xi8>", ROWS);
  const transposed = (type: string) =>
    `%t = stablehlo.transpose %x, dims = [1, 0] : (${ROWS}) -> ${type}`;

  test("takes scales along", () => {
    const plain = "tensor<2x2xf32>";
    const lines = [
      M,
      transposed(COLUMNS),
      `%r = stablehlo.uniform_dequantize %t : (${COLUMNS}) -> ${plain}`,
    ];
    expect(outputsOf(lines, { "%r": plain })).toEqual([[0.5, 0.75, 1, 1]]);
  });

  test("is refused where the scales of the result are others, or lie along another axis", () => {
    expect(() => outputsOf([M, transposed(ROWS)], { "%t": ROWS })).toThrow(
      "Cannot import stablehlo.transpose: expected a result with its scales along axis 1, got axis 0",
    );
    const others = "tensor<2x2x!quant.uniform<i8:f32:1, {0.5,0.5}>>";
    expect(() => outputsOf([M, transposed(others)], { "%t": others })).toThrow(
      "expected operands and a result of one quantized type, got others",
    );
  });

  test("pads with a code, and repeats one scale", () => {
    const wide = "tensor<4x!quant.uniform<i8:f32, 0.5:1>>";
    const lines = [
      codes("x", "[3, -1]", "tensor<2xi8>", X),
      codes("c", "9", "tensor<i8>", "tensor<!quant.uniform<i8:f32, 0.5:1>>"),
      "%r = stablehlo.pad %x, %c, low = [1], high = [1], interior = [0] : " +
        `(${X}, tensor<!quant.uniform<i8:f32, 0.5:1>>) -> ${wide}`,
    ];
    expect(outputsOf(lines, { "%r": wide })).toEqual([[9, 3, -1, 9]]);
  });

  test("reverses codes of one scale only", () => {
    const lines = [M, `%r = stablehlo.reverse %x, dims = [0] : ${ROWS}`];
    expect(() => outputsOf(lines, { "%r": ROWS })).toThrow(
      "expected one scale for the whole tensor, got one for each channel",
    );
  });
});

describe("reduce", () => {
  const S = "tensor<!quant.uniform<i8:f32, 0.5:1>>";
  const Q = "tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>";
  const reduced = (operation: string) => [
    codes("x", "[[1, 5], [7, 2]]", "tensor<2x2xi8>", Q),
    codes("c", "-128", "tensor<i8>", S),
    `%r = stablehlo.reduce(%x init: %c) applies ${operation} across dimensions = [1] : (${Q}, ${S}) -> ${X}`,
  ];

  test("finds the largest code", () => {
    expect(outputsOf(reduced("stablehlo.maximum"), { "%r": X })).toEqual([[5, 7]]);
  });

  test("does not add: the order of roundings is open", () => {
    expect(() => outputsOf(reduced("stablehlo.add"), { "%r": X })).toThrow(
      "expected maximum or minimum of quantized values, got stablehlo.add",
    );
  });
});

describe("arguments and results", () => {
  const N = "tensor<1x2x!quant.uniform<i8<-7:7>:f32, 0.5>>";
  const W = "tensor<2x1x!quant.uniform<i8<-1:0>:f32, 0.5>>";
  const S = "tensor<1x1x!quant.uniform<i32:f32, 0.25>>";
  const text = `func.func @main(%x: ${N}) -> ${S} {
    ${codes("w", "[[-1], [0]]", "tensor<2x1xi8>", W)}
    %r = call @dot(%x, %w) : (${N}, ${W}) -> ${S}
    return %r : ${S}
  }
  func.func private @dot(%l: ${N}, %w: ${W}) -> ${S} {
    %r = stablehlo.dot_general %l, %w, contracting_dims = [1] x [0] : (${N}, ${W}) -> ${S}
    return %r : ${S}
  }`;

  test("are codes of the storage type, through calls", () => {
    const x: Tensor = { type: { element: "i8", shape: [1, 2] }, data: Int8Array.of(5, -3) };
    const { outputs } = run(bytesOf(text), { inputs: new Map([["x", x]]) });
    const [result] = outputs.values();
    expect(result?.type).toEqual({ element: "i32", shape: [1, 1] });
    expect([...(result?.data ?? [])]).toEqual([-5]);
  });

  test("have the width that the bounds of their type declare", () => {
    const [layer] = score(bytesOf(text)).layers;
    // 15 codes and 2 codes, both stored in 8 bits
    expect(layer?.lhs).toMatchObject({ bits: 4, role: "activation", status: "declared" });
    expect(layer?.rhs).toMatchObject({ bits: 1, role: "weight", status: "declared" });
    expect(layer?.macs).toBe(2n);
    expect(layer?.ace).toBe(8n);
  });
});

describe("a type", () => {
  test.each([
    ["i8:f32, -0.5", "expected positive scales, got -0.5"],
    ["i8<-7:7>:f32, 0.5:8", "expected zero points from -7 to 7, got 8"],
    ["i4<-9:7>:f32, 0.5", "expected two bounds from -8 to 7, got -9:7"],
    ["i8:f32, {0.5, 0.25}", "expected one scale where no axis is named, got 2"],
    ["i64:f32, 0.5", "on at most 32 bits"],
    ["i16:bf16, 0.5", "expected codes that bf16 holds exactly"],
  ])("%s is refused", (form, message) => {
    const element = form.includes("bf16") ? "bf16" : "f32";
    const text = `func.func @main(%x: tensor<2x${element}>) -> tensor<2x!quant.uniform<${form}>> {
      %q = stablehlo.uniform_quantize %x : (tensor<2x${element}>) -> tensor<2x!quant.uniform<${form}>>
      return %q : tensor<2x!quant.uniform<${form}>>
    }`;
    expect(() => score(bytesOf(text))).toThrow(message);
  });
});

// Expected elements: NumPy 2.4.6 after the formulas of the specification.
describe.skipIf(!HAS_CORPUS)(
  "programs of the corpus (skipped: no corpus beside the project)",
  () => {
    const programs = corpusFiles("flax", "model.mlir").filter((path) => path.includes("/quant_"));

    test.each(programs)("%s", (path) => {
      const inputs = readArrayFile(path.replace("model.mlir", "in.npz"));
      const expected = readArrayFile(path.replace("model.mlir", "out.npz"));
      for (const [name, { type, data }] of run(path, { inputs }).outputs) {
        const wanted = elementsOf(expected.get(name)?.data as Uint8Array, type.element);
        const peak = Math.max(...wanted.map(Math.abs));
        expect(wanted).toHaveLength(data.length);
        wanted.forEach((value, i) => {
          expect(Math.abs(Number(data[i]) - value)).toBeLessThanOrEqual(1e-6 * peak);
        });
      }
    });
  },
);

function elementsOf(bytes: Uint8Array, element: string): readonly number[] {
  return element === "f32" ? [...new Float32Array(Uint8Array.from(bytes).buffer)] : [...bytes];
}
