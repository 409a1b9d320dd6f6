import { describe, expect, test } from "vitest";
import { COMPUTED } from "../../src/bits/facts.ts";
import { widthOf } from "../../src/domain/value-set.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import type { CellFunction, CellFunctionName } from "../../src/ops/cell-functions.ts";
import { gru, lstm, rnn } from "../../src/ops/composite/recurrent.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function named(name: CellFunctionName, alpha = 0, beta = 0): CellFunction {
  return { name, alpha, beta };
}

/** x itself, so that everything can be worked out by hand. */
const SAME = named("Affine", 1, 0);
const HALF = named("Affine", 0, 0.5);
const PLAIN = { reversed: [false], clip: 0, batchFirst: false, optional: [] };

const f32 = (shape: readonly number[], values: readonly number[]) => tensor("f32", shape, values);
const ones = (...shape: readonly number[]) =>
  f32(shape, new Array(shape.reduce((product, size) => product * size, 1)).fill(1));

describe("RNN", () => {
  const sums = { ...PLAIN, functions: [SAME] };
  const x = f32([3, 1, 1], [1, 2, 3]);

  test("`evaluate()` adds up with weights of 1, forwards and backwards", () => {
    const [all, last] = apply(rnn, [x, ones(1, 1, 1), ones(1, 1, 1)], sums).map(toNumbers);
    expect([all, last]).toEqual([[1, 3, 6], [6]]);
    const back = { ...sums, reversed: [true] };
    expect(apply(rnn, [x, ones(1, 1, 1), ones(1, 1, 1)], back).map(toNumbers)).toEqual([
      [6, 5, 3],
      [6],
    ]);
  });

  test("`evaluate()` of both directions has [steps, directions, batch, hidden]", () => {
    const both = { ...sums, reversed: [false, true], functions: [SAME, SAME] };
    const [all, last] = apply(rnn, [x, ones(2, 1, 1), ones(2, 1, 1)], both);
    expect(all?.type.shape).toEqual([3, 2, 1, 1]);
    expect(toNumbers(all as never)).toEqual([1, 6, 3, 5, 6, 3]);
    expect(toNumbers(last as never)).toEqual([6, 6]);
  });

  test("`evaluate()` stops at the length of each sequence, and reverses only up to it", () => {
    const two = f32([3, 2, 1], [1, 10, 2, 20, 3, 30]);
    const attributes = { ...sums, optional: ["lengths"] };
    const inputs = [two, ones(1, 1, 1), ones(1, 1, 1), tensor("i32", [2], [3, 2])];
    expect(apply(rnn, inputs, attributes).map(toNumbers)).toEqual([
      [1, 10, 3, 30, 6, 0],
      [6, 30],
    ]);
    expect(apply(rnn, inputs, { ...attributes, reversed: [true] }).map(toNumbers)).toEqual([
      [6, 30, 5, 20, 3, 0],
      [6, 30],
    ]);
  });

  test("`evaluate()` with the batch first, an initial state, both biases and a bound", () => {
    const attributes = {
      ...sums,
      batchFirst: true,
      clip: 20,
      optional: ["bias", "hidden"],
    };
    const inputs = [
      f32([1, 3, 1], [1, 2, 3]),
      ones(1, 1, 1),
      ones(1, 1, 1),
      f32([1, 2], [0.5, 0.25]),
      f32([1, 1, 1], [16]),
    ];
    const [all, last] = apply(rnn, inputs, attributes);
    expect(all?.type.shape).toEqual([1, 3, 1, 1]);
    expect(toNumbers(all as never)).toEqual([17.75, 20, 20]);
    expect(last?.type.shape).toEqual([1, 1, 1]);
  });

  test("`evaluate()` rounds each sum to the element type: 2048 + 1 is 2048 in f16", () => {
    const f16 = (values: readonly number[]) => tensor("f16", [values.length, 1, 1], values);
    const inputs = [f16([2048, 1, 1]), f16([1]), f16([1])];
    expect(elements(rnn, inputs, sums)).toEqual([2048, 2048, 2048]);
    const doubles = inputs.map(({ type, data }) =>
      tensor("f64", type.shape, [...data] as number[]),
    );
    expect(elements(rnn, doubles, sums)).toEqual([2048, 2049, 2050]);
  });

  test("`infer()` refuses states and lengths that do not fit", () => {
    const wrong = { ...sums, optional: ["hidden"] };
    expect(() => apply(rnn, [x, ones(1, 1, 1), ones(1, 1, 1), ones(1, 2, 1)], wrong)).toThrow(
      "Cannot apply rnnSteps: expected a hidden state of shape 1x1x1, got 1x2x1",
    );
    const long = { ...sums, optional: ["lengths"] };
    const inputs = [x, ones(1, 1, 1), ones(1, 1, 1), tensor("i32", [1], [4])];
    expect(() => apply(rnn, inputs, long)).toThrow(
      "Cannot apply a recurrence: expected lengths from 0 to 3, got 4",
    );
  });
});

describe("GRU", () => {
  // Update gate 1/2 throughout; the candidate is x plus the reset state.
  const attributes = { ...PLAIN, functions: [HALF, SAME], optional: ["hidden"] };
  const w = f32([1, 3, 1], [0, 0, 1]);
  const r = f32([1, 3, 1], [0, 0, 1]);
  const x = f32([2, 1, 1], [4, 0]);
  const h = f32([1, 1, 1], [8]);

  test("`evaluate()`: c = 4 + 8 / 2, h = 8 / 2 + 8 / 2; then c = 4, h = 6", () => {
    const inputs = [x, w, r, h];
    expect(elements(gru, inputs, { ...attributes, resetsProduct: false })).toEqual([8, 6]);
  });

  test("`evaluate()` with the reset behind the product: its bias is reset too", () => {
    const bias = f32([1, 6], [0, 0, 1, 0, 0, 2]);
    const inputs = [x, w, r, bias, h];
    const optional = ["bias", "hidden"];
    // Before: c = 4 + 4 + 1 + 2 = 11, h = 9.5. Behind: c = 4 + (8 + 2) / 2 + 1 = 10, h = 9.
    const before = { ...attributes, optional, resetsProduct: false };
    expect(elements(gru, inputs, before)[0]).toBe(9.5);
    expect(elements(gru, inputs, { ...before, resetsProduct: true })[0]).toBe(9);
  });

  test("`values()` lie between the start and the candidates", () => {
    const functions = [named("Sigmoid"), named("Tanh")];
    const known = { ...attributes, functions, resetsProduct: false };
    const { outputs } = analysed(gru, [["f32", [2, 1, 1]], w, r, h], known);
    expect(outputs.map(({ interval }) => [interval.lo <= -1, interval.hi])).toEqual([
      [true, 8.125],
      [true, 8.125],
    ]);
    const open = { ...known, functions: [SAME, named("Tanh")] };
    expect(
      analysed(gru, [["f32", [2, 1, 1]], w, r, h], open).outputs[0]?.interval.hi,
    ).toBeGreaterThan(1e38);
  });
});

describe("LSTM", () => {
  // Gates i, o, f, c: all gates 1/2, the candidate is x.
  const attributes = {
    ...PLAIN,
    functions: [HALF, SAME, SAME],
    coupled: false,
    optional: ["cell"],
  };
  const w = f32([1, 4, 1], [0, 0, 0, 1]);
  const r = f32([1, 4, 1], [0, 0, 0, 0]);
  const x = f32([2, 1, 1], [4, 0]);
  const c = f32([1, 1, 1], [8]);

  test("`evaluate()`: c = 8 / 2 + 4 / 2 = 6 and h = 3; then c = 3 and h = 1.5", () => {
    const outputs = apply(lstm, [x, w, r, c], attributes).map(toNumbers);
    expect(outputs).toEqual([[3, 1.5], [1.5], [3]]);
  });

  test("`evaluate()` with peepholes: i and f see the cell before, o the cell after", () => {
    const peepholes = f32([1, 3], [1, 1, 0]);
    const optional = ["cell", "peepholes"];
    const same = { ...attributes, functions: [SAME, SAME, SAME], optional };
    // i = 8, f = 0, c = 8 x 4 = 32, o = 32, h = 1024.
    const [all, , cell] = apply(lstm, [f32([1, 1, 1], [4]), w, r, c, peepholes], same);
    expect([toNumbers(all as never), toNumbers(cell as never)]).toEqual([[1024], [32]]);
  });

  test("`evaluate()` with coupled gates: f = 1 - i, whatever its weights", () => {
    const quarter = {
      ...attributes,
      functions: [named("Affine", 0, 0.25), SAME, SAME],
      coupled: true,
    };
    const noisy = f32([1, 4, 1], [0, 0, 99, 1]);
    const [, , cell] = apply(lstm, [f32([1, 1, 1], [4]), noisy, r, c], quarter);
    expect(toNumbers(cell as never)).toEqual([7]);
  });

  test("`evaluate()` clips what goes into gates and candidate, not what goes into h", () => {
    const clipped = { ...attributes, clip: 2 };
    const outputs = apply(lstm, [f32([1, 1, 1], [4]), w, r, c], clipped).map(toNumbers);
    expect(outputs).toEqual([[2.5], [2.5], [5]]);
  });
});

describe("recurrent layers", () => {
  const functions = [named("Sigmoid"), named("Tanh"), named("Tanh")];
  const both = {
    ...PLAIN,
    functions: [...functions, ...functions],
    reversed: [false, true],
    coupled: false,
    optional: ["bias"],
  };
  /** Each row has one magnitude of its own; 2 directions of 4 gates of 5 units. */
  const binary = (columns: number) =>
    f32(
      [2, 20, columns],
      Array.from({ length: 40 * columns }, (_, i) => {
        const row = Math.floor(i / columns);
        return (row + 1) * 0.01 * ((row + (i % columns)) % 3 === 0 ? 1 : -1);
      }),
    );
  const operands = [["f32", [7, 3, 6]], binary(6), binary(5), f32([2, 40], [0])] as const;

  test("`work()` counts both products of all steps, weights 1 bit by inspection", () => {
    const { contractions } = analysed(lstm, operands, both).analysis;
    const rows = contractions.map(({ contraction: { kind, part, macs }, lhs, rhs }) => [
      [kind, part, macs, lhs.dependence],
      [widthOf(rhs.values).bits, rhs.values.status, rhs.sources.map(({ count }) => count)],
    ]);
    // 7 steps x 3 x 2 directions x 4 gates x 5 units x 6 features or 5 units.
    expect(rows).toEqual([
      [
        ["recurrent", "input", 5040n, COMPUTED],
        [1, "inspected", [240]],
      ],
      [
        ["recurrent", "recurrent", 4200n, COMPUTED],
        [1, "inspected", [200]],
      ],
    ]);
    expect(contractions[1]?.lhs.values.interval).toEqual({ lo: -1, hi: 1 });
  });

  test("`work()` leaves out the forget gate where it is coupled", () => {
    const { contractions } = analysed(lstm, operands, { ...both, coupled: true }).analysis;
    expect(contractions.map(({ contraction }) => contraction.macs)).toEqual([3780n, 3150n]);
  });

  test("`work()` counts every operation of a unit at a step", () => {
    // 210 units: 4 x 3 adds for the gates, 1 for the cell; 5 functions; 3 products.
    expect(scalarsOf(lstm, operands, both)).toEqual({
      add: 2730n,
      multiply: 630n,
      transcendental: 1050n,
    });
    const one = { ...PLAIN, functions: [named("HardSigmoid", 0.2, 0.5), named("Relu")], clip: 1 };
    const w = f32([1, 6, 3], [0]);
    const r = f32([1, 6, 2], [0]);
    // 8 units: 3 sums, 2 for the new state; 3 products; 2 gates of x 0.2 + 0.5 and 2 bounds.
    const operations = scalarsOf(gru, [["f32", [4, 1, 3]], w, r], { ...one, resetsProduct: false });
    expect(operations).toEqual({
      add: BigInt(8 * (5 + 2)),
      multiply: BigInt(8 * (3 + 2)),
      compare: BigInt(8 * (3 * 2 + 2 * 2 + 1)),
    });
  });
});
