import { describe, expect, test } from "vitest";
import { COMPUTED } from "../../src/bits/facts.ts";
import { widthOf } from "../../src/domain/value-set.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import type { QuantAttributes } from "../../src/ops/composite/quant.ts";
import { LSTM_QUANTIZERS, quantLstmCell } from "../../src/ops/composite/quant-lstm-cell.ts";
import { optimizationBarrier } from "../../src/ops/core/optimization-barrier.ts";
import { analysed, apply, scalar } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** Signed codes of 1/128; gates are unsigned codes of 1/256. */
const quantizers = Object.fromEntries(
  LSTM_QUANTIZERS.map((name): [string, QuantAttributes] => [
    name,
    {
      signed: !name.endsWith("sigmoid"),
      narrow: false,
      rounding: "ROUND",
      bits: [8],
      bitsShape: [],
    },
  ]),
);
const parameters = LSTM_QUANTIZERS.flatMap((name) => [
  scalar("f32", name.endsWith("sigmoid") ? 2 ** -8 : 2 ** -7),
  scalar("f32", 0),
]);
const plain = { batchFirst: false, reversed: false, coupled: false, quantizers };

const zeros = new Array<number>(4).fill(0);
/** All weights 0 but the one from x to the cell gate: every gate is a half. */
const weights = [
  ...[0, 0, 1, 0].map((w) => tensor("f32", [1, 1], [w])),
  ...zeros.map((w) => tensor("f32", [1, 1], [w])),
  ...zeros.map((bias) => tensor("f32", [1], [bias])),
];

function run(x: readonly number[], cell: number, attributes: object, shape = [x.length, 1, 1]) {
  const states = [tensor("f32", [1, 1], [0]), tensor("f32", [1, 1], [cell])];
  const inputs = [tensor("f32", shape, x), ...states, ...weights, ...parameters];
  return apply(quantLstmCell, inputs, attributes).map(toNumbers);
}

describe("QuantLSTMCell", () => {
  test("`evaluate()`: 0.5 x 0.5 = 32 / 128; tanh is 31.3, so 31; a half of it 15.5, so 16", () => {
    expect(run([0], 0.5, plain)).toEqual([[0.125], [0.125], [0.25]]);
  });

  // Cell: tanh(0.5) is 59 / 128, a half 29.5, so 30, then 15. Hidden: tanh 29.46, a half 14.5, so 14;
  // tanh 14.93, so 15, a half 7.5, so 8.
  test("`evaluate()` of two steps", () => {
    expect(run([0.5, 0], 0, plain)).toEqual([[14 / 128, 8 / 128], [8 / 128], [15 / 128]]);
  });

  test("`evaluate()` backwards keeps the places of the steps", () => {
    const [forwards] = run([0.5, 0], 0, plain);
    const [backwards, last] = run([0, 0.5], 0, { ...plain, reversed: true });
    expect(backwards).toEqual(forwards?.toReversed());
    expect(last).toEqual([backwards?.[0]]);
    expect(run([0.5, 0], 0, { ...plain, batchFirst: true }, [1, 2, 1])[0]).toEqual(forwards);
  });

  test("`evaluate()` of coupled gates: 1 is 255 / 256, less a half, times 0.5 is 31.75 / 128", () => {
    expect(run([0], 0.5, { ...plain, coupled: true })[2]).toEqual([0.25]);
    expect(run([0], -1, { ...plain, coupled: true })[2]).toEqual([-0.5]);
  });

  test("contractions: four products of all steps, four of each step; the first is no constant", () => {
    const states = [tensor("f32", [2, 1], [0, 0]), tensor("f32", [2, 1], [0, 0])];
    const inputs = [["f32", [3, 2, 1]] as const, ...states, ...weights, ...parameters];
    const { contractions } = analysed(quantLstmCell, inputs, plain).analysis;
    expect(contractions.map(({ contraction }) => Number(contraction.macs))).toEqual([
      ...new Array(4).fill(6),
      ...new Array(12).fill(2),
    ]);
    expect(contractions.slice(4).map(({ lhs }) => widthOf(lhs.values).bits)).toEqual(
      new Array(12).fill(8),
    );
  });

  test("`infer()` refuses weights of another number of features", () => {
    expect(() => run([0, 0], 0, plain, [1, 1, 2])).toThrow(
      "Cannot apply dotGeneral: expected paired axes of equal size, got 2 and 1",
    );
  });
});

describe("optimizationBarrier", () => {
  test("`evaluate()` and `values()` leave everything as it is", () => {
    const x = scalar("f32", 1);
    const y = scalar("u8", 2);
    expect(apply(optimizationBarrier, [x, y])).toEqual([x, y]);
    const { outputs, analysis } = analysed(optimizationBarrier, [["u8", [3]], y]);
    expect(outputs.map(({ carrier }) => carrier)).toEqual(["u8", "u8"]);
    expect(analysis.graph.outputs.map((id) => analysis.facts[id]?.dependence)).toEqual([
      COMPUTED,
      COMPUTED,
    ]);
    expect(Object.values(analysis.scalars).every((count) => count === 0n)).toBe(true);
  });
});
