import { describe, expect, test } from "vitest";
import { type GatherAttributes, gather } from "../../src/ops/core/gather.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const EXAMPLE: GatherAttributes = {
  offsetDims: [3, 4],
  collapsedSliceDims: [1],
  operandBatchingDims: [0],
  startIndicesBatchingDims: [1],
  startIndexMap: [2, 1],
  indexVectorDim: 3,
  sliceSizes: [1, 1, 2, 2],
};
/** Rows of a matrix, one for each index. */
const ROWS: GatherAttributes = {
  offsetDims: [1],
  collapsedSliceDims: [0],
  operandBatchingDims: [],
  startIndicesBatchingDims: [],
  startIndexMap: [0],
  indexVectorDim: 1,
  sliceSizes: [1, 3],
};
const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
const AT = tensor("i32", [2], [1, 0]);

const counting = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe("gather", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i32", [2, 3, 4, 2], counting(48));
    const pairs = [0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 0, 9, 0, 0, 2, 1, 2, 2, 1, 2, 0, 1, 1, 0];
    const [y] = apply(gather, [x, tensor("i64", [2, 2, 3, 2], pairs.map(BigInt))], EXAMPLE);
    expect(y?.type.shape).toEqual([2, 2, 3, 2, 2]);
    expect([...(y?.data ?? [])]).toEqual([
      ...[1, 2, 3, 4, 3, 4, 5, 6, 13, 14, 15, 16],
      ...[33, 34, 35, 36, 35, 36, 37, 38, 41, 42, 43, 44],
      ...[1, 2, 3, 4, 13, 14, 15, 16, 21, 22, 23, 24],
      ...[43, 44, 45, 46, 33, 34, 35, 36, 27, 28, 29, 30],
    ]);
  });

  test("`evaluate()` moves an index to where the slice lies inside", () => {
    const far = tensor("i64", [4], [-1n, 5n, 2n ** 62n, -(2n ** 62n)]);
    const rows = elements(gather, [X, far], ROWS);
    expect(rows).toEqual([1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3]);
    const wide = { ...ROWS, collapsedSliceDims: [], offsetDims: [1, 2], sliceSizes: [2, 3] };
    expect(elements(gather, [X, tensor("i32", [1], [1])], wide)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("`evaluate()` takes single elements, also of a scalar", () => {
    const points = {
      ...ROWS,
      offsetDims: [],
      collapsedSliceDims: [0, 1],
      startIndexMap: [1, 0],
      indexVectorDim: 0,
      sliceSizes: [1, 1],
    };
    const at = tensor("i32", [2, 3], [2, 0, 1, 0, 1, 1]);
    expect(elements(gather, [X, at], points)).toEqual([3, 4, 5]);
    const none = { ...points, collapsedSliceDims: [], startIndexMap: [], sliceSizes: [] };
    expect(elements(gather, [scalar("f32", 7), tensor("i32", [0, 2], [])], none)).toEqual([7, 7]);
  });

  test("`evaluate()` puts slices along any axes of the output", () => {
    const columns = { ...ROWS, offsetDims: [0] };
    const [y] = apply(gather, [X, AT], columns);
    expect(y?.type.shape).toEqual([3, 2]);
    expect([...(y?.data ?? [])]).toEqual([4, 1, 5, 2, 6, 3]);
  });

  test("`infer()` refuses axes and sizes that do not belong together", () => {
    const refused = (change: Partial<GatherAttributes>) => () =>
      apply(gather, [X, AT], { ...ROWS, ...change });
    expect(refused({ sliceSizes: [1, 4] })).toThrow("expected slices within 2x3, got 1x4");
    expect(refused({ sliceSizes: [2, 3] })).toThrow(
      "expected at most one element along axes 0, got 2x3",
    );
    expect(refused({ indexVectorDim: 2 })).toThrow(
      "expected an index vector axis from 0 to 1, got 2",
    );
    expect(refused({ startIndexMap: [0, 1] })).toThrow("expected axes for 1 indices, got 0,1");
    expect(refused({ startIndexMap: [2] })).toThrow(
      "expected different indexed and batching axes below 2, got 2",
    );
    expect(refused({ offsetDims: [2] })).toThrow("expected different window axes below 2, got 2");
    expect(refused({ offsetDims: [0, 1] })).toThrow(
      "expected each of 2 operand axes once, got 0,1; 0; ",
    );
    const batched = { collapsedSliceDims: [], operandBatchingDims: [0], startIndexMap: [1] };
    expect(refused({ ...batched, startIndicesBatchingDims: [1] })).toThrow(
      "expected different batching axes of the indices below 1, got 1",
    );
    expect(() => apply(gather, [X, tensor("f32", [2], [0, 1])], ROWS)).toThrow(
      "Cannot apply gather: expected integer indices, got f32",
    );
    const three = tensor("i32", [3], [0, 1, 1]);
    const along = { ...ROWS, ...batched, startIndicesBatchingDims: [0] };
    expect(() => apply(gather, [X, three], along)).toThrow(
      "Cannot apply gather: expected batches of 2, got 3",
    );
  });

  test("`values()` of a known table of one axis are its entries", () => {
    const table = tensor("f32", [4], [-1, -0.25, 0.5, 2]);
    const lookUp = { ...ROWS, offsetDims: [], sliceSizes: [1] };
    const [values] = analysed(gather, [table, ["i32", [5, 7]]], {
      ...lookUp,
      indexVectorDim: 2,
    }).outputs;
    expect(values?.grid).toMatchObject({ lo: 0, hi: 3, levels: [-1, -0.25, 0.5, 2] });
  });

  test("`work()` is none", () => {
    expect(scalarsOf(gather, [X, ["i32", [2]]], ROWS)).toEqual({});
  });
});

describe("movement of gather", () => {
  const varying = (attributes: GatherAttributes, own: readonly number[], at: readonly number[]) => {
    const site = {
      attributes,
      inputs: [
        { element: "f32", shape: own },
        { element: "i32", shape: at },
      ],
      outputs: gather.infer(
        [
          { element: "f32", shape: own },
          { element: "i32", shape: at },
        ],
        attributes,
      ),
    } as const;
    const movement = gather.movement?.(site);
    return own.map((_, axis) => movement?.axes(axis, 2));
  };

  test("rows that are looked up keep what varies along them", () => {
    const rows = { ...ROWS, offsetDims: [2], indexVectorDim: 2, sliceSizes: [1, 4] };
    expect(varying(rows, [8, 4], [5, 7])).toEqual([
      [
        { axis: 0, block: 1 },
        { axis: 1, block: 1 },
      ],
      [{ axis: 2, block: 2 }],
    ]);
  });

  test("a batch goes along with that of the indices, a part of an axis with the batch", () => {
    expect(varying(EXAMPLE, [2, 3, 4, 2], [2, 2, 3, 2])).toEqual([
      [{ axis: 1, block: 2 }],
      [0, 1, 2].map((axis) => ({ axis, block: 1 })),
      [0, 1, 2, 3].map((axis) => ({ axis, block: 1 })),
      [{ axis: 4, block: 2 }],
    ]);
  });
});
