import { describe, expect, test } from "vitest";
import { analyse } from "../../../../src/bits/analysis.ts";
import { COMPUTED } from "../../../../src/bits/facts.ts";
import { bufferSource } from "../../../../src/io/byte-source.ts";
import { importOnnx } from "../../../../src/parsers/onnx/index.ts";
import { float, int, ints, lowered } from "../../../support/one-node.ts";
import { FLOAT, floats, type int64s, modelBytes } from "../../../support/onnx.ts";

const X = floats("x", [2, 2], [0, 1, 0, 1]);

/** A scalar bool. */
function truth(name: string, value: 0 | 1): ReturnType<typeof int64s> {
  return { name, dataType: 9, dims: [], int32Data: [value] };
}

describe("random numbers", () => {
  test("have a stated shape, or that of an input, and a stated type", () => {
    const attributes = [ints("shape", [3]), float("low", 2), float("high", 2)];
    const uniform = lowered({ op: "RandomUniform", opset: 22, inputs: [], attributes });
    expect([uniform.operators, uniform.values()]).toEqual([["randomUniform"], [[2, 2, 2]]]);
    const flat = [float("mean", 7), float("scale", 0)];
    const like = lowered({ op: "RandomNormalLike", opset: 1, inputs: [X], attributes: flat });
    expect([like.operators, like.values()]).toEqual([["randomNormal"], [[7, 7, 7, 7]]]);
  });

  test("equal seeds give equal numbers; without one the seed is 0", () => {
    const values = (...seeds: readonly number[]) =>
      lowered({
        op: "RandomUniformLike",
        opset: 22,
        inputs: [X],
        attributes: seeds.map((seed) => float("seed", seed)),
      }).values();
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
    expect(values()).toEqual(values(0));
  });

  test.each([
    ["RandomNormal", [], [ints("shape", [2, 2])]],
    ["RandomUniformLike", ["w"], []],
    ["Bernoulli", ["w"], []],
    ["Dropout", ["w", "", "training"], [int("seed", 0)]],
  ])(
    "%s depends on an input of the network: a product with it is work",
    (op, inputs, attributes) => {
      const bytes = modelBytes({
        opset: 22,
        nodes: [
          { op, inputs, attributes, outputs: ["noise"] },
          { op: "MatMul", inputs: ["x", "noise"], outputs: ["y"] },
          { op: "MatMul", inputs: ["noise", "w"], outputs: ["z"] },
        ],
        inputs: [{ name: "x", dataType: FLOAT, shape: [2, 2] }],
        initializers: [{ ...X, name: "w" }, truth("training", 1)],
        outputs: [{ name: "y" }, { name: "z" }],
      });
      const { graph } = importOnnx(bufferSource("m.onnx", bytes), () => new Uint8Array(), {
        dims: {},
        inputs: {},
        values: new Map(),
        strict: true,
      });
      const { contractions } = analyse(graph);
      expect(
        contractions.map(({ contraction, lhs }) => [contraction.macs, lhs.dependence]),
      ).toEqual([
        [8n, COMPUTED],
        [8n, COMPUTED],
      ]);
    },
  );

  test("Bernoulli has the type of its input, Multinomial i32", () => {
    expect(lowered({ op: "Bernoulli", opset: 15, inputs: [X] }).values()).toEqual([[0, 1, 0, 1]]);
    const sure = floats("x", [1, 2], [0, 200]);
    const attributes = [int("sample_size", 3)];
    const drawn = lowered({ op: "Multinomial", opset: 22, inputs: [sure], attributes });
    expect([drawn.shapes, drawn.values()]).toEqual([[[1, 3]], [[1, 1, 1]]]);
  });
});

describe("Dropout", () => {
  const data = floats("x", [2, 2], [-2, -1, 1, 2]);
  const training = truth("training", 1);
  const ratio = (value: number) => floats("ratio", [], [value]);

  test("at inference is its input, with a mask that is all true", () => {
    const drop = lowered({ op: "Dropout", opset: 13, inputs: [data], outputs: 2 });
    expect(drop.values()).toEqual([
      [-2, -1, 1, 2],
      [1, 1, 1, 1],
    ]);
    expect(lowered({ op: "Dropout", opset: 10, inputs: [data] }).operators).toEqual([]);
    const attributes = [int("is_test", 1)];
    expect(lowered({ op: "Dropout", opset: 6, inputs: [data], attributes }).operators).toEqual([]);
    const off = [data, ratio(0.5), truth("training", 0)];
    expect(lowered({ op: "Dropout", opset: 13, inputs: off }).operators).toEqual([]);
  });

  test("in training does nothing where the ratio is 0", () => {
    const inputs = [data, ratio(0), training];
    expect(lowered({ op: "Dropout", opset: 13, inputs }).operators).toEqual([]);
  });

  // onnx 1.23.2, onnx.reference, with NumPy 2.4.6.
  test.each([
    [0, 0.6, [-0, -2.500000238418579, 2.500000238418579, 0], [0, 1, 1, 0]],
    [1, 0.25, [-2.6666667461395264, -1.3333333730697632, 0, 2.6666667461395264], [1, 1, 0, 1]],
    [4294967295, 0.5, [-0, -2, 2, 4], [0, 1, 1, 1]],
  ])("in training drops by the numbers of seed %i with ratio %d", (seed, value, result, mask) => {
    const drop = lowered({
      op: "Dropout",
      opset: 22,
      inputs: [data, ratio(value), training],
      attributes: [int("seed", seed)],
      outputs: 2,
    });
    expect([drop.operators, drop.values()]).toEqual([["seededDropout"], [result, mask]]);
  });

  test("has a ratio of a half where none is given", () => {
    const attributes = [int("seed", 7)];
    const inputs = [data, null, training];
    // NumPy 2.4.6: the mask of ratio 0.5 and seed 7 is 0, 1, 0, 1.
    expect(lowered({ op: "Dropout", opset: 13, inputs, attributes }).values()).toEqual([
      [-0, -2, 0, 4],
    ]);
  });

  test.each([[[]], [[int("seed", -1)]], [[int("seed", 2 ** 32)]]])(
    "draws numbers that are open with the attributes %j",
    (attributes) => {
      const inputs = [data, ratio(0.5), training];
      const drop = lowered({ op: "Dropout", opset: 13, inputs, attributes });
      expect(drop.operators).toEqual(["dropout"]);
    },
  );

  test("before opset 7 trains unless it is said, with an attribute and a mask of floats", () => {
    const attributes = [float("ratio", 0)];
    const drop = lowered({ op: "Dropout", opset: 6, inputs: [data], attributes, outputs: 2 });
    expect([drop.operators, drop.values()]).toEqual([
      ["dropout", "convert"],
      [
        [-2, -1, 1, 2],
        [1, 1, 1, 1],
      ],
    ]);
  });
});
