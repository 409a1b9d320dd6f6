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

describe("Gather and its kin", () => {
  test("are one node each", () => {
    const node = (op: string, ...attributes: NonNullable<OneNode["attributes"]>) =>
      loweredNode({ op, opset: 13, inputs: [[3], vector(1)], attributes });
    expect(node("Gather")).toEqual({ operator: "take", attributes: { axis: 0 } });
    expect(node("GatherElements", int("axis", -1))).toEqual({
      operator: "takeAlong",
      attributes: { axis: -1 },
    });
    expect(node("GatherND")).toEqual({ operator: "gatherND", attributes: { batchAxes: 0 } });
  });
});

describe("Scatter and its kin", () => {
  const scatter = (op: string, ...attributes: NonNullable<OneNode["attributes"]>) =>
    loweredNode({ op, opset: 18, inputs: [[3], vector(1), [1]], attributes });

  test("are one node each, with our names of the reductions", () => {
    expect(scatter("ScatterElements", string("reduction", "mul"))).toEqual({
      operator: "scatterAlong",
      attributes: { axis: 0, reduction: "multiply" },
    });
    expect(scatter("ScatterElements", string("reduction", "min")).attributes).toEqual({
      axis: 0,
      reduction: "minimum",
    });
    const places: OneNode = {
      op: "ScatterND",
      opset: 16,
      inputs: [[3], { dataType: 7, dims: [1, 1], int64Data: [1] }, [1]],
    };
    expect(loweredNode(places)).toEqual({
      operator: "scatterND",
      attributes: { reduction: "none" },
    });
  });

  test("refuse a reduction that is not known", () => {
    expect(() => scatter("ScatterElements", string("reduction", "mean"))).toThrow(
      "Cannot import ScatterElements: expected a reduction of none, add, mul, min, max, got mean",
    );
  });
});

describe("OneHot, TopK, TensorScatter", () => {
  test("OneHot puts its axis behind all others where nothing is said", () => {
    const node = { op: "OneHot", opset: 11, inputs: [[2, 2], vector(3), stored([2], 0, 1)] };
    expect(loweredNode(node).attributes).toEqual({ depth: 3, axis: 2 });
    expect(loweredNode({ ...node, attributes: [int("axis", -2)] }).attributes).toEqual({
      depth: 3,
      axis: 1,
    });
  });

  test("TopK takes k from an attribute before opset 10, from an input since", () => {
    const old = { op: "TopK", opset: 1, inputs: [[5]], outputs: 2, attributes: [int("k", 2)] };
    expect(loweredNode(old).attributes).toEqual({ k: 2, axis: -1, largest: true });
    const attributes = [int("largest", 0)];
    const node = { op: "TopK", opset: 11, inputs: [[5], vector(2)], outputs: 2, attributes };
    expect(results(node).map(({ elements }) => elements)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("TensorScatter writes from the start where no indices are given", () => {
    const node = {
      op: "TensorScatter",
      opset: 24,
      inputs: [
        [1, 3, 1],
        [1, 2, 1],
      ],
    };
    expect(results(node)[0]?.elements).toEqual([0, 1, 2]);
    expect(loweredNode(node).attributes).toEqual({ axis: -2, circular: false });
  });
});

describe("Cast, CastLike, BitCast", () => {
  const cast = (...attributes: NonNullable<OneNode["attributes"]>) =>
    loweredNode({ op: "Cast", opset: 24, inputs: [[2]], attributes });

  test("name their element type by number, or have it from another tensor", () => {
    expect(cast(int("to", 3)).attributes).toEqual({ to: "i8", saturate: true });
    expect(cast(int("to", 17), int("saturate", 0)).attributes).toEqual({
      to: "f8e4m3fn",
      saturate: false,
    });
    expect(cast(int("to", 24)).attributes).toEqual({
      to: "f8e8m0",
      saturate: true,
      rounding: "up",
    });
    const like = { op: "CastLike", opset: 19, inputs: [[2], vector(1)] };
    expect(loweredNode(like).attributes).toEqual({ to: "i64", saturate: true });
    const bits = { op: "BitCast", opset: 26, inputs: [[2]], attributes: [int("to", 6)] };
    expect(loweredNode(bits)).toEqual({ operator: "bitcast", attributes: { to: "i32" } });
  });

  test("refuse strings and rounding modes that are not known", () => {
    expect(() => cast(int("to", 8))).toThrow(
      "Cast at y0: expected a numeric element type of onnx 1.23, got STRING",
    );
    expect(() => cast(int("to", 24), string("round_mode", "odd"))).toThrow(
      "Cannot import Cast: expected round_mode up, down or nearest, got odd",
    );
  });
});

describe("Resize, Upsample", () => {
  const resize = (inputs: OneNode["inputs"], ...attributes: NonNullable<OneNode["attributes"]>) =>
    results({ op: "Resize", opset: 18, inputs, attributes })[0];

  test("take scales or sizes, of all axes or of chosen ones", () => {
    expect(resize([[2], null, stored([1], 2)])).toEqual({ shape: [4], elements: [0, 0, 1, 1] });
    expect(resize([[2], null, null, vector(4)])?.elements).toEqual([0, 0, 1, 1]);
    expect(resize([[1, 2], null, null, vector(4)], ints("axes", 1))?.shape).toEqual([1, 4]);
    expect(resize([[10], null, stored([1], Math.fround(0.7))])?.shape).toEqual([7]);
  });

  test("keep the proportions, if they are told", () => {
    const policy = (name: string) =>
      resize([[2, 4], null, null, vector(7, 8)], string("keep_aspect_ratio_policy", name))?.shape;
    expect(policy("stretch")).toEqual([7, 8]);
    expect(policy("not_larger")).toEqual([4, 8]);
    expect(policy("not_smaller")).toEqual([7, 14]);
  });

  test("are a leaf where they interpolate", () => {
    const attributes = [string("mode", "cubic"), float("cubic_coeff_a", -0.5)];
    const node = { op: "Resize", opset: 13, inputs: [[2], null, stored([1], 2)], attributes };
    expect(lowered(node).node(0)).toMatchObject({
      operator: "resize",
      attributes: { kernel: "cubic", a: -0.5, antialias: false, excludeOutside: false },
    });
  });

  test("before opset 11 take the element below, and above where there are fewer", () => {
    const upsample = (scale: number) =>
      results({ op: "Upsample", opset: 9, inputs: [[4], stored([1], scale)] })[0]?.elements;
    expect(upsample(1.5)).toEqual([0, 0, 1, 2, 2, 3]);
    expect(
      results({ op: "Resize", opset: 10, inputs: [[4], stored([1], 0.75)] })[0]?.elements,
    ).toEqual([0, 2, 3]);
    const old = {
      op: "Upsample",
      opset: 7,
      inputs: [[2]],
      attributes: [{ name: "scales", type: 6, floats: [2] }],
    };
    expect(results(old)[0]?.elements).toEqual([0, 0, 1, 1]);
  });

  test("refuse neither scales nor sizes, and modes that are not known", () => {
    expect(() => resize([[2]])).toThrow(
      "Cannot import Resize: expected scales or sizes, got neither",
    );
    expect(() => resize([[2], null, stored([1], 2)], string("mode", "area"))).toThrow(
      "Cannot import Resize: expected mode nearest, linear, cubic, got area",
    );
    expect(() => resize([[2], null, stored([2], 2, 2)])).toThrow(
      "Cannot import Resize: expected 1 scales, sizes and ends, got 2",
    );
    expect(() => resize([[2], null, stored([1], -1)])).toThrow(
      "Cannot apply resizeNearest: expected sizes and positive scales for 2, got -2 by -1",
    );
  });
});
