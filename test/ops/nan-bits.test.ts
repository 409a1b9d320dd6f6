import { afterEach, describe, expect, test, vi } from "vitest";
import { execute } from "../../src/exec/reference.ts";
import type { TensorId } from "../../src/graph/graph.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { softsign } from "../../src/ops/composite/gates.ts";
import { abs, add, divide, maximum, negate } from "../../src/ops/core/arithmetic.ts";
import { bitcast } from "../../src/ops/core/bitcast.ts";
import { broadcast } from "../../src/ops/core/broadcast.ts";
import { totalOrderGreater, totalOrderLess } from "../../src/ops/core/comparison.ts";
import { concatenate } from "../../src/ops/core/concatenate.ts";
import { cond } from "../../src/ops/core/cond.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { dynamicUpdateSlice } from "../../src/ops/core/dynamic-slice.ts";
import { loop } from "../../src/ops/core/loop.ts";
import { mapBy } from "../../src/ops/core/map-by.ts";
import { optimizationBarrier } from "../../src/ops/core/optimization-barrier.ts";
import { pad } from "../../src/ops/core/pad.ts";
import { reduceBy } from "../../src/ops/core/reduce-by.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { reverse } from "../../src/ops/core/reverse.ts";
import { scatterAlong } from "../../src/ops/core/scatter.ts";
import { scatterBy } from "../../src/ops/core/scatter-by.ts";
import { select } from "../../src/ops/core/select.ts";
import { selectAndScatter } from "../../src/ops/core/select-and-scatter.ts";
import { slice } from "../../src/ops/core/slice.ts";
import { take } from "../../src/ops/core/take.ts";
import { tensorScatter } from "../../src/ops/core/tensor-scatter.ts";
import { transpose } from "../../src/ops/core/transpose.ts";
import { triangle } from "../../src/ops/core/triangle.ts";
import { maxUnpool } from "../../src/ops/leaf/max-unpool.ts";
import { sortBy } from "../../src/ops/leaf/sort-by.ts";
import { topK } from "../../src/ops/leaf/top-k.ts";
import { Network } from "../support/network.ts";
import { oneByOne, pairwise, region, second } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

/** A negative NaN with a payload, a signalling one, 1, -infinity. */
const [A, B, C, D] = [0xffc00001, 0x7f800001, 0x3f800000, 0xff800000] as const;
/** The NaN of everything that is computed. */
const N = 0x7fc00000;

function bits(words: readonly number[]): Tensor {
  const x = tensor("f32", [words.length], []);
  new Uint32Array(x.data.buffer).set(words);
  return x;
}

const X = new Map([["x", bits([A, B, C, D])]]);
type Build = (b: Network, x: TensorId) => TensorId;

/** The words of what is built from x, as a bitcast in the graph sees them. */
function seen(build: Build, inputs: ReadonlyMap<string, Tensor> = X): readonly number[] {
  const b = new Network().layer("layer", "Layer");
  const x = b.given("x", "f32", inputs.get("x")?.type.shape ?? []);
  b.graph.outputs.push(b.emit(bitcast, [build(b, x)], { to: "u32" }));
  const [output] = execute(b.graph, inputs).outputs;
  return Array.from(output?.tensor.data as Uint32Array);
}

const indices = (b: Network, ...values: number[]) => b.constant("i64", [values.length], values);
const matrix = (b: Network, x: TensorId) => b.emit(reshape, [x], { shape: [2, 2] });
const identity = region(["f32"], (_, x) => x);

/** The region of a loop that turns the sign on every trip. */
const negated = region(["i64", ["f32", [4]]], (b, [, x]) => [
  b.scalar("bool", 1),
  b.emit(negate, [x as TensorId], {}),
]);

const NO_WINDOW = { updateWindowDims: [], insertedWindowDims: [0], inputBatchingDims: [] };
const POINTS = {
  ...NO_WINDOW,
  scatterIndicesBatchingDims: [],
  scatterDimsToOperandDims: [0],
  indexVectorDim: 1,
};

const MOVES: Readonly<Record<string, readonly [Build, readonly number[]]>> = {
  "": [(_, x) => x, [A, B, C, D]],
  reshape: [matrix, [A, B, C, D]],
  transpose: [(b, x) => b.emit(transpose, [matrix(b, x)], { permutation: [1, 0] }), [A, C, B, D]],
  slice: [(b, x) => b.emit(slice, [x], { starts: [1], sizes: [2], steps: [2] }), [B, D]],
  reverse: [(b, x) => b.emit(reverse, [x], { axes: [0] }), [D, C, B, A]],
  broadcast: [(b, x) => b.emit(broadcast, [x], { shape: [2, 4] }), [A, B, C, D, A, B, C, D]],
  concatenate: [(b, x) => b.emit(concatenate, [x, x], { axis: 0 }), [A, B, C, D, A, B, C, D]],
  take: [(b, x) => b.emit(take, [x, indices(b, 1, 0)], { axis: 0 }), [B, A]],
  pad: [
    (b, x) => {
      const first = b.emit(slice, [x], { starts: [0], sizes: [1], steps: [1] });
      const value = b.emit(reshape, [first], { shape: [] });
      return b.emit(pad, [x, value], { low: [1], high: [0], interior: [0] });
    },
    [A, A, B, C, D],
  ],
  select: [
    (b, x) => {
      const left = b.constant("bool", [4], [1, 0, 1, 0]);
      return b.emit(select, [left, x, b.emit(reverse, [x], { axes: [0] })], {});
    },
    [A, C, C, A],
  ],
  dynamicUpdateSlice: [
    (b, x) =>
      b.emit(
        dynamicUpdateSlice,
        [x, b.emit(take, [x, indices(b, 1)], { axis: 0 }), b.scalar("i64", 3)],
        {},
      ),
    [A, B, C, B],
  ],
  scatterAlong: [
    (b, x) => b.emit(scatterAlong, [x, indices(b, 3, 2, 1, 0), x], { axis: 0, reduction: "none" }),
    [D, C, B, A],
  ],
  scatterBy: [
    (b, x) =>
      b.emitAll(scatterBy, [b.constant("i64", [4, 1], [3, 2, 1, 0]), x, x], POINTS, [
        second("f32"),
      ])[0] as TensorId,
    [D, C, B, A],
  ],
  tensorScatter: [
    (b, x) => {
      const row = b.emit(reshape, [x], { shape: [1, 4] });
      const part = b.emit(slice, [row], { starts: [0, 1], sizes: [1, 1], steps: [1, 1] });
      return b.emit(tensorScatter, [row, part, indices(b, 2)], { axis: 1, circular: false });
    },
    [A, B, B, D],
  ],
  selectAndScatter: [
    (b, x) => {
      const window = { window: [1], strides: [1], padLow: [0], padHigh: [0] };
      const [start, regions] = [
        b.scalar("f32", 0),
        [pairwise("f32", totalOrderGreater), second("f32")],
      ];
      return b.emitAll(selectAndScatter, [x, x, start], window, regions)[0] as TensorId;
    },
    [A, B, C, D],
  ],
  triangle: [
    (b, x) => b.emit(triangle, [matrix(b, x)], { upper: true, diagonal: 0 }),
    [A, B, 0, D],
  ],
  maxUnpool: [
    (b, x) => b.emit(maxUnpool, [x, indices(b, 3, 2, 1, 0)], { pooled: [4], shape: [4] }),
    [D, C, B, A],
  ],
  mapBy: [(b, x) => b.emitAll(mapBy, [x], { count: 1 }, [identity])[0] as TensorId, [A, B, C, D]],
  reduceBy: [
    (b, x) =>
      b.emitAll(reduceBy, [matrix(b, x), b.scalar("f32", 0)], { axes: [1] }, [
        second("f32"),
      ])[0] as TensorId,
    [B, D],
  ],
  cond: [
    (b, x) => {
      const branch = region([["f32", [4]]], (_, y) => y);
      return b.emitAll(cond, [b.scalar("bool", 1), x], { branch: null }, [
        branch,
        branch,
      ])[0] as TensorId;
    },
    [A, B, C, D],
  ],
  loop: [
    (b, x) => {
      const same = region(["i64", ["f32", [4]]], (inner, [, y]) => [
        inner.scalar("bool", 1),
        y as TensorId,
      ]);
      const control = [b.scalar("i64", 3), b.scalar("bool", 1)];
      return b.emitAll(loop, [...control, x], { carried: 1, scanned: 0, trips: null }, [
        same,
      ])[0] as TensorId;
    },
    [A, B, C, D],
  ],
  optimizationBarrier: [(b, x) => b.emit(optimizationBarrier, [x], {}), [A, B, C, D]],
  "sortBy in total order": [
    (b, x) => b.emitAll(sortBy, [x], { axis: 0 }, [pairwise("f32", totalOrderLess)])[0] as TensorId,
    [A, D, C, B],
  ],
  "sortBy element by element": [
    (b, x) => b.emitAll(sortBy, [x], { axis: 0 }, [oneByOne("f32", totalOrderLess)])[0] as TensorId,
    [A, D, C, B],
  ],
  "topK in total order": [
    (b, x) => b.emit(topK, [x], { k: 4, axis: 0, largest: true, totalOrder: true }),
    [B, C, D, A],
  ],
  "topK of ONNX": [(b, x) => b.emit(topK, [x], { k: 4, axis: 0, largest: true }), [A, B, C, D]],
  "bitcast to floats": [
    (b, x) => b.emit(bitcast, [b.emit(bitcast, [x], { to: "i32" })], { to: "f32" }),
    [A, B, C, D],
  ],
};

const COMPUTED: Readonly<Record<string, readonly [Build, readonly number[]]>> = {
  negate: [(b, x) => b.emit(negate, [x], {}), [N, N, 0xbf800000, 0x7f800000]],
  abs: [(b, x) => b.emit(abs, [x], {}), [N, N, C, 0x7f800000]],
  add: [(b, x) => b.emit(add, [x, x], {}), [N, N, 0x40000000, D]],
  divide: [(b, x) => b.emit(divide, [x, x], {}), [N, N, C, N]],
  maximum: [(b, x) => b.emit(maximum, [x, b.scalar("f32", 0)], {}), [N, N, C, 0]],
  "convert to f64 and back": [
    (b, x) => {
      const wide = b.emit(convert, [x], { to: "f64", saturate: false });
      return b.emit(convert, [wide], { to: "f32", saturate: false });
    },
    [N, N, C, D],
  ],
  "scatterAlong with addition": [
    (b, x) => b.emit(scatterAlong, [x, indices(b, 0, 1, 2, 3), x], { axis: 0, reduction: "add" }),
    [N, N, 0x40000000, D],
  ],
  "a composite": [(b, x) => b.emit(softsign, [x], {}), [N, N, 0x3f000000, N]],
  "the region of a loop": [
    (b, x) => {
      const control = [b.scalar("i64", 2), b.scalar("bool", 1)];
      return b.emitAll(loop, [...control, x], { carried: 1, scanned: 0, trips: null }, [
        negated,
      ])[0] as TensorId;
    },
    [N, N, C, D],
  ],
  "a region for each element": [
    (b, x) =>
      b.emitAll(mapBy, [x], { count: 1 }, [
        region(["f32"], (inner, [y]) => [inner.emit(negate, [y as TensorId], {})]),
      ])[0] as TensorId,
    [N, N, 0xbf800000, 0x7f800000],
  ],
};

describe("the bits of NaNs, where somebody looks at them", () => {
  test.each(Object.entries(MOVES))("stay while they are moved: %s", (_, [build, expected]) => {
    expect(seen(build)).toEqual(expected);
  });

  test.each(Object.entries(COMPUTED))(
    "are one pattern once computed: %s",
    (_, [build, expected]) => {
      expect(seen(build)).toEqual(expected);
    },
  );

  test("are one pattern in code that runs often enough to be compiled", () => {
    const zeros = new Map([["x", bits(new Array<number>(10_000).fill(0))]]);
    const first = seen((b, x) => b.emit(divide, [x, x], {}), zeros);
    for (let i = 0; i < 50; i++) seen((b, x) => b.emit(divide, [x, x], {}), zeros);
    const last = seen((b, x) => b.emit(divide, [x, x], {}), zeros);
    expect([...new Set([...first, ...last])]).toEqual([N]);
  });

  test("are those of 64-bit floats too", () => {
    const b = new Network().layer("layer", "Layer");
    const x = b.given("x", "f64", [2]);
    const both = b.emit(concatenate, [x, b.emit(negate, [x], {})], { axis: 0 });
    b.graph.outputs.push(b.emit(bitcast, [both], { to: "u64" }));
    const words = BigUint64Array.of(0xfff8000000000001n, 0x3ff0000000000000n);
    const given = { ...tensor("f64", [2], []), data: new Float64Array(words.buffer) };
    const [output] = execute(b.graph, new Map([["x", given]])).outputs;
    expect(Array.from(output?.tensor.data as BigUint64Array)).toEqual([
      ...words,
      ...[0x7ff8000000000000n, 0xbff0000000000000n],
    ]);
  });

  test("are one pattern before a region that looks at them runs", () => {
    const order: Build = (b, x) =>
      b.emitAll(sortBy, [b.emit(negate, [x], {})], { axis: 0 }, [
        pairwise("f32", totalOrderLess),
      ])[0] as TensorId;
    const b = new Network().layer("layer", "Layer");
    b.graph.outputs.push(order(b, b.given("x", "f32", [4])));
    const [output] = execute(b.graph, X).outputs;
    expect(Array.from(output?.tensor.data as Float32Array)).toEqual([-1, Infinity, NaN, NaN]);
  });
});

describe("the bits of NaNs, where nobody looks at them", () => {
  afterEach(() => void vi.restoreAllMocks());

  /** What the node of `abs` gives, where `abs` hands on its very input. */
  function handedOn(build: Build): unknown {
    vi.spyOn(abs, "evaluate").mockImplementation(([x]) => [x]);
    const b = new Network().layer("layer", "Layer");
    b.graph.outputs.push(build(b, b.emit(abs, [b.given("x", "f32", [4])], {})));
    let given: unknown;
    execute(b.graph, X, {
      onNode: ({ operator }, _, outputs) => {
        if (operator === "abs") given = outputs[0];
      },
    });
    return given;
  }

  test("are left alone: no tensor is copied", () => {
    expect(handedOn((b, x) => b.emit(negate, [x], {}))).toBe(X.get("x"));
    expect(handedOn((b, x) => b.emit(topK, [x], { k: 4, axis: 0, largest: true }))).toBe(
      X.get("x"),
    );
    const integers: Build = (b, x) => {
      const codes = b.emit(convert, [x], { to: "i32", saturate: true });
      return b.emit(bitcast, [codes], { to: "u32" });
    };
    expect(handedOn(integers)).toBe(X.get("x"));
    expect(handedOn((b, x) => b.emit(bitcast, [x], { to: "u32" }))).not.toBe(X.get("x"));
  });
});
