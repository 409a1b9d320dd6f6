import { describe, expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import { INDEXED } from "../../src/bits/facts.ts";
import { widthOf } from "../../src/domain/value-set.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { peakMemory } from "../../src/metrics/memory.ts";
import { counted } from "../../src/metrics/network.ts";
import { add, multiply, sign } from "../../src/ops/core/arithmetic.ts";
import { equal } from "../../src/ops/core/comparison.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { type DotAttributes, dotGeneral } from "../../src/ops/core/dot-general.ts";
import { dynamicSlice } from "../../src/ops/core/dynamic-slice.ts";
import { gather } from "../../src/ops/core/gather.ts";
import { iota } from "../../src/ops/core/iota.ts";
import { loop } from "../../src/ops/core/loop.ts";
import { reduceBy } from "../../src/ops/core/reduce-by.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { scatterBy } from "../../src/ops/core/scatter-by.ts";
import { macsOf } from "../../src/ops/region-macs.ts";
import { validate } from "../../src/ops/validate.ts";
import { BIPOLAR, Network } from "../support/network.ts";
import { pairwise, region, second } from "../support/regions.ts";

const MATRIX: DotAttributes = {
  lhsBatch: [],
  rhsBatch: [],
  lhsContract: [1],
  rhsContract: [0],
  result: "f32",
};

/** A product with one layer of a stack of weights: the layer of the number that comes in. */
function oneLayer(): Graph {
  return region(["i64", ["f32", [1, 2]], "i32", ["f32", [3, 2, 2]]], (b, [, x, layer, weights]) => {
    const zero = b.scalar("i32", 0);
    const inputs = [weights as number, layer as number, zero, zero];
    const slice = b.emit(dynamicSlice, inputs, { sizes: [1, 2, 2] });
    const weight = b.emit(reshape, [slice], { shape: [2, 2] });
    return [
      b.scalar("bool", 1),
      b.emit(dotGeneral, [x as number, weight], MATRIX),
      b.emit(add, [layer as number, b.scalar("i32", 1)], {}),
    ];
  });
}

function stacked(claim?: typeof BIPOLAR) {
  const n = new Network().layer("layers", "scan");
  const weights = n.stored("weights", "f32", [3, 2, 2], claim);
  const x = n.given("x", "f32", [1, 2]);
  const inputs = [n.scalar("i64", 3), n.scalar("bool", 1), x, n.scalar("i32", 0), weights];
  const attributes = { carried: 2, scanned: 0, trips: 3 };
  const [y] = n.emitAll(loop, inputs, attributes, [oneLayer()]);
  const { graph } = n.model(y as number);
  validate(graph);
  return analyse(graph);
}

describe("a stack of weights that a loop slices by its counter", () => {
  test("is stored once, with all its slices", () => {
    const { storage, rows } = counted(stacked());
    expect(rows.map(({ macs, rhs }) => [macs, rhs.role])).toEqual([[12n, "weight"]]);
    expect(storage).toMatchObject({ weightCount: 12n, weightBits: 384n, parameters: 12n });
  });

  test("keeps its codes", () => {
    const { storage, rows } = counted(stacked(BIPOLAR));
    expect(rows.map(({ rhs }) => rhs.width.bits)).toEqual([1]);
    expect(storage).toMatchObject({ weightBits: 12n, storedBits: 12n });
  });
});

describe("a region that runs on elements", () => {
  /** The sum of a tensor, and after each addition a product with a stored matrix that is captured. */
  function summed() {
    const n = new Network().layer("sum", "reduce");
    const weights = n.stored("weights", "f32", [2, 2]);
    const body = region(["f32", "f32", ["f32", [2, 2]]], (b, [sum, x, w]) => {
      const row = b.emit(reshape, [b.emit(add, [sum as number, x as number], {})], {
        shape: [1, 1],
      });
      const one = b.constant("f32", [1, 2], [1]);
      const product = b.emit(dotGeneral, [b.emit(multiply, [row, one], {}), w as number], MATRIX);
      const [total] = b.emitAll(reduceBy, [product, b.scalar("f32", 0)], { axes: [0, 1] }, [
        pairwise("f32", add),
      ]);
      return [total as number];
    });
    const inputs = [n.given("x", "f32", [5, 4]), n.scalar("f32", 0), weights];
    return n.model(...n.emitAll(reduceBy, inputs, { axes: [1] }, [body])).graph;
  }

  test("costs as much as all its runs, and stores what it captures once", () => {
    const graph = summed();
    validate(graph);
    const analysis = analyse(graph);
    const { storage, rows } = counted(analysis);
    // 5 outputs, 3 runs each: 1 addition, 2 products, then 4 multiply-accumulates and 1 addition.
    expect(rows.map(({ macs, trips, rhs }) => [macs, trips, rhs.role])).toEqual([
      [60n, 15n, "weight"],
    ]);
    expect(analysis.scalars).toMatchObject({ add: 30n, multiply: 30n });
    expect(storage).toMatchObject({ weightCount: 4n, weightBits: 128n, storedBits: 128n });
    expect(macsOf(graph)).toBe(60n);
  });

  test("has memory of its own while it runs", () => {
    const analysis = analyse(summed());
    // x, the output, and in the region both rows of two elements around the product.
    expect(peakMemory(analysis, []).stored).toBe(80n + 20n + 16n);
  });

  test("is free where nothing depends on an input", () => {
    const n = new Network().layer("sum", "reduce");
    const inputs = [n.stored("w", "f32", [5, 4]), n.scalar("f32", 0)];
    const [sums] = n.emitAll(reduceBy, inputs, { axes: [1] }, [pairwise("f32", add)]);
    const y = n.emit(add, [n.given("x", "f32", [5]), sums as number], {});
    const analysis = analyse(n.model(y).graph);
    expect(analysis.scalars.add).toBe(5n);
    expect(counted(analysis).storage).toMatchObject({ storedBits: 640n });
  });

  test("does not make equal what two regions make of one tensor", () => {
    const n = new Network().layer("sums", "reduce");
    const x = n.emit(sign, [n.given("x", "f32", [4, 4])], {});
    const reduced = (body: Graph) =>
      n.emitAll(reduceBy, [x, n.scalar("f32", 1)], { axes: [1] }, [body])[0] as number;
    const sum = reduced(pairwise("f32", add));
    const product = reduced(pairwise("f32", multiply));
    const analysis = analyse(n.model(sum, product).graph);
    expect(analysis.facts[sum]?.values.grid).toBeUndefined();
    expect(analysis.facts[product]?.values.grid).toBeUndefined();
  });
});

test("codes that replace others by an index stay codes", () => {
  const n = new Network().layer("cache", "scatter");
  const signs = (name: string, shape: readonly number[]) =>
    n.emit(sign, [n.given(name, "f32", shape)], {});
  const inputs = [n.given("at", "i32", [2]), signs("x", [4]), signs("y", [2])];
  const attributes = {
    updateWindowDims: [],
    insertedWindowDims: [0],
    inputBatchingDims: [],
    scatterIndicesBatchingDims: [],
    scatterDimsToOperandDims: [0],
    indexVectorDim: 1,
  };
  const [y] = n.emitAll(scatterBy, inputs, attributes, [second("f32")]) as [number];
  const { facts } = analyse(n.model(y).graph);
  expect(widthOf((facts[y] as NonNullable<(typeof facts)[number]>).values).bits).toBe(1);
});

test("a stored table that is gathered from stays stored, its scale along its columns", () => {
  const n = new Network().layer("embedding", "gather");
  const stored = n.constant("i4", [8, 4], [1, ...Array(30).fill(-3), 7]);
  n.graph.nameTensor(stored, "table");
  const codes = n.emit(convert, [stored], { to: "f32", saturate: false });
  const scales = n.constant("f32", [4], [0.5, 1, 2, 3]);
  n.graph.nameTensor(scales, "scales");
  const table = n.emit(multiply, [codes, scales], {});
  const rows = n.emit(gather, [table, n.given("at", "i32", [3])], {
    offsetDims: [1],
    collapsedSliceDims: [0],
    operandBatchingDims: [],
    startIndicesBatchingDims: [],
    startIndexMap: [0],
    indexVectorDim: 1,
    sliceSizes: [1, 4],
  });
  const { facts } = analyse(n.model(rows).graph);
  const values = facts[rows]?.values;
  expect(values?.grid).toMatchObject({ lo: -8, hi: 7, factor: { axes: [{ axis: 1 }] } });
  expect(facts[rows]).toMatchObject({ dependence: INDEXED, sources: [{ count: 32 }] });
});

test("numbers of places that are compared are 0 or 1", () => {
  const n = new Network().layer("one-hot", "compare");
  const places = n.emit(iota, [], { element: "i32", shape: [4], axis: 0 });
  const hot = n.emit(equal, [n.given("at", "i32", [3, 1]), places], {});
  const floats = n.emit(convert, [hot], { to: "f32", saturate: false });
  const y = n.emit(dotGeneral, [floats, n.stored("w", "f32", [4, 2])], MATRIX);
  const { rows, storage } = counted(analyse(n.model(y).graph));
  expect(rows.map(({ lhs }) => lhs.width)).toEqual([{ bits: 1, float: false }]);
  expect(storage.parameters).toBe(8n);
});
