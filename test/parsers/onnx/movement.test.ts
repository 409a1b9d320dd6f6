import { describe, expect, test } from "vitest";
import {
  float,
  int,
  ints,
  lowered,
  loweredNode,
  type OneNode,
  results,
  stored,
  string,
  vector,
} from "../../support/lowering.ts";

const MIN = -(2 ** 53);
const MAX = 2 ** 53;

function shapeOf(node: OneNode): readonly number[] | undefined {
  return results(node)[0]?.shape;
}

function elementsOf(node: OneNode): number[] | undefined {
  return results(node)[0]?.elements;
}

describe("Reshape, Flatten", () => {
  const reshape = (x: readonly number[], ...shape: number[]): OneNode => ({
    op: "Reshape",
    opset: 13,
    inputs: [x, vector(...shape)],
  });

  test("0 keeps a size, -1 takes what is left", () => {
    expect(shapeOf(reshape([2, 3, 4], 0, -1))).toEqual([2, 12]);
    expect(shapeOf(reshape([2, 3, 4], -1))).toEqual([24]);
    expect(shapeOf({ ...reshape([0, 3], 0, 3), attributes: [int("allowzero", 1)] })).toEqual([
      0, 3,
    ]);
    expect(shapeOf({ ...reshape([0, 3], 3, 0), attributes: [int("allowzero", 1)] })).toEqual([
      3, 0,
    ]);
  });

  test("refuses another number of elements", () => {
    expect(() => loweredNode(reshape([2, 3], 4))).toThrow(
      "Cannot apply reshape: expected a shape of 6 elements, got 4",
    );
  });

  test("before opset 5 the shape is an attribute", () => {
    expect(
      shapeOf({ op: "Reshape", opset: 1, inputs: [[6]], attributes: [ints("shape", 2, 3)] }),
    ).toEqual([2, 3]);
  });

  test("Flatten makes a matrix at an axis", () => {
    const flatten = (...axis: number[]): OneNode => ({
      op: "Flatten",
      opset: 13,
      inputs: [[2, 3, 4]],
      attributes: axis.map((at) => int("axis", at)),
    });
    expect(shapeOf(flatten())).toEqual([2, 12]);
    expect(shapeOf(flatten(0))).toEqual([1, 24]);
    expect(shapeOf(flatten(3))).toEqual([24, 1]);
    expect(shapeOf(flatten(-1))).toEqual([6, 4]);
    expect(() => loweredNode(flatten(4))).toThrow(
      "Cannot import Flatten: expected an axis up to 3, got 4",
    );
  });
});

describe("Squeeze, Unsqueeze", () => {
  test("take their axes from an attribute before opset 13, from an input since", () => {
    const x = [1, 2, 1];
    expect(
      shapeOf({ op: "Squeeze", opset: 11, inputs: [x], attributes: [ints("axes", 0)] }),
    ).toEqual([2, 1]);
    expect(shapeOf({ op: "Squeeze", opset: 13, inputs: [x, vector(-1)] })).toEqual([1, 2]);
    expect(shapeOf({ op: "Squeeze", opset: 13, inputs: [x] })).toEqual([2]);
    expect(
      shapeOf({ op: "Unsqueeze", opset: 11, inputs: [[2]], attributes: [ints("axes", 0, 2)] }),
    ).toEqual([1, 2, 1]);
    expect(shapeOf({ op: "Unsqueeze", opset: 13, inputs: [[2, 3], vector(-1, 0)] })).toEqual([
      1, 2, 3, 1,
    ]);
  });

  test("refuse an axis of another size than 1, and axes named twice", () => {
    expect(() => loweredNode({ op: "Squeeze", opset: 13, inputs: [[1, 2], vector(1)] })).toThrow(
      "Cannot import Squeeze: expected size 1 on axis 1, got 2",
    );
    expect(() => loweredNode({ op: "Unsqueeze", opset: 13, inputs: [[2], vector(0, -3)] })).toThrow(
      "Cannot import Unsqueeze: expected distinct axes, got 0,-3",
    );
  });
});

describe("Transpose, Concat, Expand, Tile", () => {
  test("Transpose without perm turns the axes round", () => {
    expect(shapeOf({ op: "Transpose", opset: 13, inputs: [[2, 3, 4]] })).toEqual([4, 3, 2]);
  });

  test("Concat needs an axis since opset 4; before, it is 1", () => {
    expect(
      shapeOf({
        op: "Concat",
        opset: 1,
        inputs: [
          [2, 3],
          [2, 1],
        ],
      }),
    ).toEqual([2, 4]);
    expect(() => loweredNode({ op: "Concat", opset: 13, inputs: [[2], [3]] })).toThrow(
      "Cannot import Concat: expected an axis, got none",
    );
  });

  test("Expand stretches both ways and refuses negative sizes", () => {
    expect(shapeOf({ op: "Expand", opset: 13, inputs: [[3, 1], vector(2, 1, 4)] })).toEqual([
      2, 3, 4,
    ]);
    expect(shapeOf({ op: "Expand", opset: 13, inputs: [[3, 4], vector(1)] })).toEqual([3, 4]);
    expect(() => loweredNode({ op: "Expand", opset: 13, inputs: [[1], vector(-1)] })).toThrow(
      "Cannot import Expand: expected sizes of 0 and more, got -1",
    );
  });

  test("Tile takes repeats, before opset 6 a number and an axis", () => {
    expect(elementsOf({ op: "Tile", opset: 13, inputs: [[2], vector(2)] })).toEqual([0, 1, 0, 1]);
    const old: OneNode = { op: "Tile", opset: 1, inputs: [[1, 2], stored([1], 2), stored([1], 1)] };
    expect(elementsOf(old)).toEqual([0, 1, 0, 1]);
  });

  test("axes that are computed from the inputs are an unknown value", () => {
    expect(() => loweredNode({ op: "Tile", opset: 13, inputs: [[2], [1]] })).toThrow(
      "expected input 1 known without running the network, got a value that is computed from the inputs",
    );
  });
});

describe("Split", () => {
  const parts = (node: Omit<OneNode, "op">) =>
    results({ op: "Split", ...node }).map(({ shape }) => shape[0]);

  test("takes sizes from an attribute, an input, or makes equal parts", () => {
    expect(
      parts({ opset: 11, inputs: [[5]], outputs: 2, attributes: [ints("split", 2, 3)] }),
    ).toEqual([2, 3]);
    expect(parts({ opset: 13, inputs: [[5], vector(4, 1)], outputs: 2 })).toEqual([4, 1]);
    expect(parts({ opset: 13, inputs: [[6]], outputs: 3 })).toEqual([2, 2, 2]);
    const uneven = { opset: 18, inputs: [[7]], outputs: 3, attributes: [int("num_outputs", 3)] };
    expect(parts(uneven)).toEqual([3, 3, 1]);
  });

  test("refuses parts that do not fit", () => {
    const message = "Cannot import Split: expected";
    expect(() => parts({ opset: 13, inputs: [[5], vector(4, 2)], outputs: 2 })).toThrow(
      `${message} parts of 5 elements in all, got 4,2`,
    );
    expect(() => parts({ opset: 13, inputs: [[5]], outputs: 2 })).toThrow(
      `${message} a size that 2 parts divide, got 5`,
    );
    expect(() => parts({ opset: 13, inputs: [[5], vector(5)], outputs: 2 })).toThrow(
      `${message} 2 parts, got 1`,
    );
  });
});

describe("Slice", () => {
  const sliced = (starts: number, ends: number, steps: number): number[] | undefined =>
    elementsOf({
      op: "Slice",
      opset: 13,
      inputs: [[5], vector(starts), vector(ends), vector(0), vector(steps)],
    });

  test("clamps, counts from the back, goes backwards", () => {
    expect(sliced(1, 3, 1)).toEqual([1, 2]);
    expect(sliced(-3, -1, 1)).toEqual([2, 3]);
    expect(sliced(0, MAX, 2)).toEqual([0, 2, 4]);
    expect(sliced(-9, 9, 3)).toEqual([0, 3]);
    expect(sliced(3, 1, 1)).toEqual([]);
    expect(sliced(7, 9, 1)).toEqual([]);
    expect(sliced(4, 1, -1)).toEqual([4, 3, 2]);
    expect(sliced(MAX, MIN, -2)).toEqual([4, 2, 0]);
    expect(sliced(-2, -9, -1)).toEqual([3, 2, 1, 0]);
    expect(sliced(0, 3, -1)).toEqual([]);
  });

  test("of an empty axis is empty", () => {
    const node: OneNode = {
      op: "Slice",
      opset: 13,
      inputs: [[0], vector(-1), vector(MIN), vector(0), vector(-1)],
    };
    expect(shapeOf(node)).toEqual([0]);
  });

  test("takes attributes before opset 10, all first axes where none are named", () => {
    const attributes = [ints("starts", 1, 0), ints("ends", 2, 1)];
    expect(elementsOf({ op: "Slice", opset: 1, inputs: [[2, 2]], attributes })).toEqual([2]);
    expect(elementsOf({ op: "Slice", opset: 10, inputs: [[2, 2], vector(1), vector(2)] })).toEqual([
      2, 3,
    ]);
  });

  test("refuses a step of 0", () => {
    expect(() => sliced(0, 1, 0)).toThrow(
      "Cannot import Slice: expected steps other than 0, got 0",
    );
  });
});

describe("Pad, CenterCropPad", () => {
  test("takes pads and value from attributes before opset 11, from inputs since", () => {
    const old = {
      op: "Pad",
      opset: 2,
      inputs: [[2]],
      attributes: [ints("pads", 1, 2), float("value", 7)],
    };
    expect(elementsOf(old)).toEqual([7, 0, 1, 7, 7]);
    expect(
      elementsOf({ op: "Pad", opset: 13, inputs: [[2], vector(1, 0), stored([], 9)] }),
    ).toEqual([9, 0, 1]);
    expect(
      elementsOf({ op: "Pad", opset: 13, inputs: [[2], vector(1, 0), stored([1], 9)] }),
    ).toEqual([9, 0, 1]);
    expect(elementsOf({ op: "Pad", opset: 13, inputs: [[2], vector(-1, 1)] })).toEqual([1, 0]);
    const chosen: OneNode = {
      op: "Pad",
      opset: 18,
      inputs: [[1, 2], vector(1, 0), null, vector(-1)],
    };
    expect(elementsOf(chosen)).toEqual([0, 0, 1]);
  });

  test("becomes one node of its mode", () => {
    const pad = (mode: string) =>
      loweredNode({
        op: "Pad",
        opset: 19,
        inputs: [[3], vector(1, 1)],
        attributes: [string("mode", mode)],
      });
    expect(pad("constant")).toEqual({
      operator: "pad",
      attributes: { low: [1], high: [1], interior: [0] },
    });
    expect(pad("wrap")).toEqual({
      operator: "borderPad",
      attributes: { mode: "wrap", low: [1], high: [1] },
    });
    expect(() => pad("mirror")).toThrow(
      "Cannot import Pad: expected mode constant, edge, reflect or wrap, got mirror",
    );
    expect(() => loweredNode({ op: "Pad", opset: 13, inputs: [[3], vector(1)] })).toThrow(
      "Cannot import Pad: expected 2 pads, got 1",
    );
  });

  test("CenterCropPad shares the difference, the odd element at the end", () => {
    const centred = (size: number, target: number) =>
      elementsOf({ op: "CenterCropPad", opset: 18, inputs: [[size], vector(target)] });
    expect(centred(5, 2)).toEqual([1, 2]);
    expect(centred(2, 5)).toEqual([0, 0, 1, 0, 0]);
    expect(centred(4, 3)).toEqual([0, 1, 2]);
  });
});

describe("operators whose output is known", () => {
  test("Shape of a part, Size", () => {
    const x = [2, 3, 4];
    const shape = (...attributes: OneNode["attributes"] & object) =>
      elementsOf({ op: "Shape", opset: 15, inputs: [x], attributes });
    expect(shape()).toEqual([2, 3, 4]);
    expect(shape(int("start", -2))).toEqual([3, 4]);
    expect(shape(int("start", 1), int("end", -1))).toEqual([3]);
    expect(shape(int("start", -9), int("end", 9))).toEqual([2, 3, 4]);
    expect(shape(int("start", 2), int("end", 1))).toEqual([]);
    expect(elementsOf({ op: "Size", opset: 13, inputs: [x] })).toEqual([24]);
  });

  test("Constant in each form", () => {
    const constant = (attribute: NonNullable<OneNode["attributes"]>[number]) =>
      results({ op: "Constant", opset: 13, inputs: [], attributes: [attribute] })[0];
    expect(constant(float("value_float", 0.5))).toEqual({ shape: [], elements: [0.5] });
    expect(constant(int("value_int", -7))).toEqual({ shape: [], elements: [-7] });
    expect(constant(ints("value_ints", 3, 4))).toEqual({ shape: [2], elements: [3, 4] });
    expect(constant({ name: "value_floats", type: 6, floats: [0.5, 2] })).toEqual({
      shape: [2],
      elements: [0.5, 2],
    });
    expect(constant({ name: "value", type: 4, t: vector(5, 6) })).toEqual({
      shape: [2],
      elements: [5, 6],
    });
    expect(() => constant(string("value_string", "x"))).toThrow(
      "Constant at y0: expected a numeric constant, got a string or sparse one",
    );
  });

  test("ConstantOfShape, EyeLike, Range", () => {
    expect(results({ op: "ConstantOfShape", opset: 13, inputs: [vector(2, 1)] })).toEqual([
      { shape: [2, 1], elements: [0, 0] },
    ]);
    expect(
      elementsOf({ op: "EyeLike", opset: 9, inputs: [[2, 3]], attributes: [int("k", 1)] }),
    ).toEqual([0, 1, 0, 0, 0, 1]);
    expect(
      elementsOf({ op: "EyeLike", opset: 9, inputs: [[2, 2]], attributes: [int("k", -1)] }),
    ).toEqual([0, 0, 1, 0]);
    const range = (start: number, limit: number, delta: number) =>
      elementsOf({
        op: "Range",
        opset: 11,
        inputs: [stored([], start), stored([], limit), stored([], delta)],
      });
    expect(range(0, 1, 0.25)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(range(3, 0, -2)).toEqual([3, 1]);
    expect(range(3, 0, 1)).toEqual([]);
    expect(() => range(0, 1, 0)).toThrow(
      "Cannot import Range: expected a delta other than 0, got 0",
    );
  });

  test("Constant and ConstantOfShape are stored, what follows from shapes is not", () => {
    const isStored = (node: OneNode) => {
      const graph = lowered(node);
      return graph.constants.has(graph.outputs[0] as number);
    };
    const attributes = [ints("value_ints", 3)];
    expect(isStored({ op: "Constant", opset: 13, inputs: [], attributes })).toBe(true);
    expect(isStored({ op: "Shape", opset: 13, inputs: [[2]] })).toBe(false);
    expect(isStored({ op: "ConstantOfShape", opset: 13, inputs: [vector(2)] })).toBe(true);
    expect(isStored({ op: "EyeLike", opset: 13, inputs: [[2, 2]] })).toBe(false);
  });

  test("NonZero and Compress of what is known", () => {
    expect(results({ op: "NonZero", opset: 13, inputs: [stored([2, 2], 0, 5, 0, 7)] })).toEqual([
      { shape: [2, 2], elements: [0, 1, 1, 1] },
    ]);
    const condition = { dataType: 9, dims: [2], int32Data: [0, 1] };
    const compress = { op: "Compress", opset: 11, inputs: [[2, 2], condition] };
    expect(elementsOf(compress)).toEqual([1]);
    expect(elementsOf({ ...compress, attributes: [int("axis", 0)] })).toEqual([2, 3]);
    expect(() => loweredNode({ op: "NonZero", opset: 13, inputs: [[2]] })).toThrow(
      "expected input 0 known without running the network",
    );
  });
});
