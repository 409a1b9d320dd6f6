import { describe, expect, test } from "vitest";
import { type Bindings, DimensionTable } from "../../../src/parsers/lowering/bindings.ts";
import type { OnnxDim, OnnxValue } from "../../../src/parsers/onnx/values.ts";

function input(name: string, shape: readonly OnnxDim[] | undefined): OnnxValue {
  return { name, type: { kind: "tensor", dataType: 1, shape } };
}

const NOTHING: Bindings = { dims: {}, inputs: {} };
const IMAGE = input("x", ["batch", 3, "H", "H"]);

describe("DimensionTable.shapeOf()", () => {
  test("takes sizes from the file", () => {
    expect(new DimensionTable(NOTHING, [input("x", [2, 0])]).shapeOf(input("x", [2, 0]))).toEqual([
      2, 0,
    ]);
  });

  test("takes symbols from `dims` and remembers them", () => {
    const table = new DimensionTable({ dims: { H: 32, batch: 4 }, inputs: {} }, [IMAGE]);
    expect(table.shapeOf(IMAGE)).toEqual([4, 3, 32, 32]);
    expect(Object.fromEntries(table.bound)).toEqual({ batch: 4, H: 32 });
    expect(table.missing).toEqual([]);
  });

  test("takes the whole shape from `inputs`, which binds symbols of other inputs", () => {
    const other = input("y", ["H", "batch"]);
    const table = new DimensionTable({ dims: {}, inputs: { x: [2, 3, 8, 8] } }, [other, IMAGE]);
    expect(table.shapeOf(other)).toEqual([8, 2]);
    expect(table.shapeOf(IMAGE)).toEqual([2, 3, 8, 8]);
  });

  test.each(["batch", "N", "b", "B"])("an unbound %s on axis 0 is 1", (symbol) => {
    const x = input("x", [symbol, 3]);
    const table = new DimensionTable(NOTHING, [x]);
    expect(table.shapeOf(x)).toEqual([1, 3]);
    expect(table.missing).toEqual([]);
    expect(Object.fromEntries(table.bound)).toEqual({ [symbol]: 1 });
  });

  test("any other unbound symbol is 1 and missing, once", () => {
    const table = new DimensionTable(NOTHING, [IMAGE]);
    expect(table.shapeOf(IMAGE)).toEqual([1, 3, 1, 1]);
    expect(table.missing).toEqual([
      {
        code: "unknown-dimension",
        where: { tensor: "x" },
        reason: "dimension H (axis 2 of x) has no size; counted with 1",
        hint: "--dim H=N",
        touches: ["work", "memory"],
      },
    ]);
  });

  test("a dimension without a name is called by its input and axis", () => {
    const x = input("x", [3, undefined]);
    expect(new DimensionTable({ dims: { "x.1": 5 }, inputs: {} }, [x]).shapeOf(x)).toEqual([3, 5]);
    const unbound = new DimensionTable(NOTHING, [x]);
    expect(unbound.shapeOf(x)).toEqual([3, 1]);
    expect(unbound.missing[0]?.hint).toBe("--dim x.1=N");
  });

  test("names of JavaScript's own properties are names like any other", () => {
    const x = input("constructor", ["toString"]);
    const table = new DimensionTable(NOTHING, [x]);
    expect(table.shapeOf(x)).toEqual([1]);
    expect(table.missing).toHaveLength(1);
  });
});

describe("DimensionTable refuses", () => {
  test("a shape of another rank", () => {
    expect(() => new DimensionTable({ dims: {}, inputs: { x: [1, 3] } }, [IMAGE])).toThrow(
      "Cannot bind the shape of input x: expected rank 4, got 1,3",
    );
  });

  test("a size that contradicts the file", () => {
    expect(() => new DimensionTable({ dims: {}, inputs: { x: [1, 4, 8, 8] } }, [IMAGE])).toThrow(
      "Cannot bind the shape of input x: expected 3 on axis 1, got 4",
    );
  });

  test("sizes that contradict each other or `dims`", () => {
    expect(() => new DimensionTable({ dims: {}, inputs: { x: [1, 3, 8, 9] } }, [IMAGE])).toThrow(
      "Cannot bind the shape of input x: expected H = 8, got 9",
    );
    expect(
      () => new DimensionTable({ dims: { H: 7 }, inputs: { x: [1, 3, 8, 8] } }, [IMAGE]),
    ).toThrow("Cannot bind the shape of input x: expected H = 7, got 8");
  });

  test("names that the model does not have, with those that it has", () => {
    expect(() => new DimensionTable({ dims: { W: 1 }, inputs: {} }, [IMAGE])).toThrow(
      "Cannot bind dimension W: expected one of batch, H, got W",
    );
    expect(() => new DimensionTable({ dims: {}, inputs: { y: [1] } }, [IMAGE])).toThrow(
      "Cannot bind input y: expected one of x, got y",
    );
    expect(() => new DimensionTable({ dims: { W: 1 }, inputs: {} }, [])).toThrow(
      "Cannot bind dimension W: expected a model that has a free dimension, got W",
    );
  });

  test("an input whose rank nobody says", () => {
    const x = input("x", undefined);
    expect(() => new DimensionTable(NOTHING, [x]).shapeOf(x)).toThrow(
      expect.objectContaining({
        code: "unknown-shape",
        message: "Cannot import input x: expected a shape, got none in the file",
        hint: "--input x=1,3,224,224",
      }),
    );
  });

  test("a negative size", () => {
    const x = input("x", [1, -2]);
    expect(() => new DimensionTable(NOTHING, [x]).shapeOf(x)).toThrow(
      "Cannot bind the shape of input x: expected a size of 0 or more on axis 1, got -2",
    );
  });
});

test("`statedShape()` is known where all its symbols are", () => {
  const table = new DimensionTable({ dims: { H: 4 }, inputs: {} }, [IMAGE]);
  table.shapeOf(IMAGE);
  const stated = (shape: readonly OnnxDim[] | undefined) => table.statedShape({ shape });
  expect(stated(["H", 2])).toEqual([4, 2]);
  expect(stated(["W", 2])).toBeUndefined();
  expect(stated([undefined])).toBeUndefined();
  expect(stated([-1])).toBeUndefined();
  expect(stated(undefined)).toBeUndefined();
});
