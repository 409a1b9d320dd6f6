import { describe, expect, test } from "vitest";
import { type Grid, unknownValues, type ValueSet } from "../../src/domain/value-set.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { bipolarQuant } from "../../src/ops/composite/bipolar-quant.ts";
import { dynamicQuantizeLinear } from "../../src/ops/composite/dynamic-quantize-linear.ts";
import { quant } from "../../src/ops/composite/quant.ts";
import { trunc } from "../../src/ops/composite/trunc.ts";
import { add, multiply, subtract } from "../../src/ops/core/arithmetic.ts";
import { dequantize } from "../../src/ops/core/dequantize.ts";
import { multiThreshold } from "../../src/ops/core/multi-threshold.ts";
import { quantize } from "../../src/ops/core/quantize.ts";
import type { AnyOperator } from "../../src/ops/operator.ts";
import { ROUNDING_MODES } from "../../src/ops/rounding-mode.ts";
import { analysed, elements, scalar } from "../support/apply.ts";
import { fakeSolver, placeOf } from "../support/solver.ts";
import { tensor } from "../support/tensors.ts";

const COUNT = 2000;

/** Spread over many magnitudes, with ties, zeros and infinities among them; always the same. */
function samples(): Tensor {
  let state = 12345;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
  const special = [0, -0, 0.125, -0.125, 0.375, Infinity, -Infinity, 1e30, -1e30];
  const random = Array.from(
    { length: COUNT - special.length },
    (_, i) => next() * 10 ** ((i % 7) - 2),
  );
  return tensor("f32", [1, COUNT], [...special, ...random]);
}

function codes(element: "u8" | "i4"): Tensor {
  const [first, count] = element === "u8" ? [0, 256] : [-8, 16];
  const all = Array.from({ length: COUNT }, (_, i) => (i % count) + first);
  return tensor(element, [1, COUNT], all);
}

/** Distance of a value from the grid in steps; infinite outside the codes. */
function distance(value: number, { lo, hi, step, origin }: Grid): number {
  const code = (value - origin) / step;
  const nearest = Math.round(code);
  return nearest < lo || nearest > hi ? Infinity : Math.abs(code - nearest);
}

function worst(operator: AnyOperator, x: Tensor, others: readonly Tensor[], attributes: object) {
  const type = [x.type.element, x.type.shape] as const;
  const [set] = analysed(operator, [type, ...others], attributes).outputs;
  const grid = set?.grid;
  if (grid === undefined) return Number.NaN;
  const values = elements(operator, [x, ...others], attributes);
  return Math.max(...values.map((value) => distance(value, grid)));
}

const SCALE = scalar("f32", Math.fround(0.3));
const THREE = scalar("f32", 3);

describe("every value that a quantizer gives lies on the grid that it states", () => {
  const quants = ROUNDING_MODES.flatMap((rounding) =>
    [1, 2, 8].flatMap((bits) =>
      [true, false].flatMap((signed) =>
        [true, false].map((narrow) => ({ rounding, bits: [bits], bitsShape: [], signed, narrow })),
      ),
    ),
  );

  test("Quant, in all modes and ranges", () => {
    for (const attributes of quants) {
      expect(worst(quant, samples(), [SCALE, THREE], attributes)).toBeLessThan(1e-4);
    }
  });

  test("BipolarQuant", () => {
    expect(worst(bipolarQuant, samples(), [SCALE], {})).toBeLessThan(1e-4);
  });

  test("Trunc of version 2", () => {
    const clamp = { signed: true, narrow: false };
    const others = [SCALE, THREE, scalar("f32", 4), scalar("f32", Math.fround(1.2))];
    const attributes = { rounding: "FLOOR", bits: 4, clamp };
    expect(worst(trunc, samples(), others, attributes)).toBeLessThan(1e-4);
  });

  test("MultiThreshold", () => {
    const thresholds = tensor("f32", [1, 3], [-1, 0, 1]);
    const attributes = { axis: 1, scale: 0.5, bias: -0.5, levels: 0 };
    expect(worst(multiThreshold, samples(), [thresholds], attributes)).toBe(0);
  });

  test("quantize, dequantize", () => {
    const plain = { axis: 1, blockSize: 0, precision: "f32", saturate: true };
    for (const shiftsFirst of [true, false]) {
      const to = { ...plain, element: "i4", shiftsFirst };
      expect(worst(quantize, samples(), [SCALE, scalar("i4", 3)], to)).toBe(0);
    }
    const from = { ...plain, result: "f32" };
    expect(worst(dequantize, codes("i4"), [SCALE, scalar("i4", 3)], from)).toBeLessThan(1e-4);
    expect(worst(dequantize, codes("u8"), [SCALE], from)).toBeLessThan(1e-4);
  });

  test("DynamicQuantizeLinear", () => {
    const finite = tensor("f32", [3], [-1, 0.5, 3]);
    expect(worst(dynamicQuantizeLinear, finite, [], {})).toBe(0);
  });
});

describe("every value of codes that are shifted and scaled lies on the new grid", () => {
  const bytes = codes("u8");
  const wide = tensor("i32", [1, COUNT], Array.from(bytes.data as Uint8Array));

  test("floats, by constants", () => {
    const four = { rounding: "ROUND", bits: [4], bitsShape: [], signed: true, narrow: false };
    const x = tensor("f32", [1, COUNT], elements(quant, [samples(), SCALE, THREE], four));
    const claimed = quantizedInput(four);
    for (const [operator, factor] of [
      [add, 0.7],
      [subtract, 0.7],
      [multiply, -0.7],
    ] as const) {
      const parameter = scalar("f32", Math.fround(factor));
      const grid = gridAfter(operator, claimed, parameter);
      const values = elements(operator, [x, parameter]);
      expect(Math.max(...values.map((value) => distance(value, grid)))).toBeLessThan(1e-4);
    }
  });

  test("integers, by a zero point", () => {
    const zero = scalar("i32", 100);
    const values = elements(subtract, [wide, zero]);
    const grid = { lo: 0, hi: 255, step: 1, origin: -100 };
    expect(Math.max(...values.map((value) => distance(value, grid)))).toBe(0);
  });
});

/** What Quant with the parameters above gives. */
function quantizedInput(attributes: object): ValueSet {
  const [set] = analysed(quant, [["f32", [1, COUNT]], SCALE, THREE], attributes).outputs;
  return set as ValueSet;
}

function gridAfter(operator: AnyOperator, set: ValueSet, parameter: Tensor): Grid {
  const x = ["f32", [1, COUNT]] as const;
  const place = placeOf([x, ["f32", []]], x);
  const solver = fakeSolver([{}, { constant: parameter }]);
  const sets = [set, unknownValues("f32")];
  const [after] = operator.values?.(sets, { attributes: {}, ...place }, solver) ?? [];
  return after?.grid as Grid;
}
