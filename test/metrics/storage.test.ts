import { expect, test } from "vitest";
import { analyse } from "../../src/bits/analysis.ts";
import type { ImportedModel } from "../../src/graph/imported.ts";
import { counted } from "../../src/metrics/network.ts";
import { multiply } from "../../src/ops/core/arithmetic.ts";
import { type DotAttributes, dotGeneral } from "../../src/ops/core/dot-general.ts";
import { slice } from "../../src/ops/core/slice.ts";
import { transpose } from "../../src/ops/core/transpose.ts";
import { BIPOLAR, Network } from "../support/network.ts";

const MATRIX: DotAttributes = {
  lhsBatch: [],
  rhsBatch: [],
  lhsContract: [1],
  rhsContract: [0],
  result: "f32",
};

function storage(model: ImportedModel) {
  return counted(analyse(model.graph)).storage;
}

test("a weight that layers share is stored once, also transposed", () => {
  const n = new Network().layer("shared", "MatMul");
  const w = n.stored("w", "f32", [8, 8]);
  const first = n.emit(dotGeneral, [n.given("x", "f32", [1, 8]), w], MATRIX);
  const turned = n.emit(transpose, [w], { permutation: [1, 0] });
  expect(storage(n.model(n.emit(dotGeneral, [first, turned], MATRIX)))).toEqual({
    weightCount: 64n,
    weightBits: 2048n,
    storedBits: 2048n,
    storedBitsBf16: 1024n,
    parameters: 64n,
  });
});

test("a scale that is multiplied into a weight is stored beside it at its own type", () => {
  const n = new Network().layer("scaled", "MatMul");
  const w = n.stored("w", "f32", [8, 4], BIPOLAR);
  const scaled = n.emit(multiply, [w, n.stored("scale", "f32", [4])], {});
  n.graph.claims.set(scaled, BIPOLAR);
  const y = n.emit(dotGeneral, [n.given("x", "f32", [1, 8]), scaled], MATRIX);
  expect(storage(n.model(y))).toMatchObject({
    weightCount: 32n,
    weightBits: 32n,
    storedBits: 32n + 4n * 32n,
    parameters: 36n,
  });
});

test("a static slice stores its part", () => {
  const n = new Network().layer("part", "MatMul");
  const w = n.stored("w", "f32", [8, 6]);
  const part = n.emit(slice, [w], { starts: [0, 0], sizes: [8, 2], steps: [1, 1] });
  const y = n.emit(dotGeneral, [n.given("x", "f32", [1, 8]), part], MATRIX);
  expect(storage(n.model(y))).toMatchObject({ weightCount: 16n, weightBits: 512n });
});

test("a product of constants is folded: no work, no weights", () => {
  const n = new Network().layer("folded", "MatMul");
  const folded = n.emit(
    dotGeneral,
    [n.stored("a", "f32", [2, 3]), n.stored("b", "f32", [3, 4])],
    MATRIX,
  );
  const y = n.emit(multiply, [n.given("x", "f32", [2, 4]), folded], {});
  const network = counted(analyse(n.model(y).graph));
  expect(network.rows).toEqual([]);
  expect(network.storage).toMatchObject({ weightCount: 0n, storedBits: (6n + 12n) * 32n });
  expect(network.analysis.scalars.multiply).toBe(8n);
});

test("dead code is neither work nor stored", () => {
  const n = new Network().layer("dead", "MatMul");
  const x = n.given("x", "f32", [1, 8]);
  n.emit(dotGeneral, [x, n.stored("unused", "f32", [8, 8])], MATRIX);
  const y = n.emit(dotGeneral, [x, n.stored("w", "f32", [8, 2])], MATRIX);
  expect(storage(n.model(y))).toMatchObject({ weightCount: 16n, parameters: 16n });
});
