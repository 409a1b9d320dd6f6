import { isFloat } from "../../../src/graph/element-type.ts";
import type { TensorId } from "../../../src/graph/graph.ts";
import { bipolarQuant } from "../../../src/ops/composite/bipolar-quant.ts";
import { dynamicQuantizeLinear } from "../../../src/ops/composite/dynamic-quantize-linear.ts";
import { quant } from "../../../src/ops/composite/quant.ts";
import { trunc } from "../../../src/ops/composite/trunc.ts";
import {
  abs,
  add,
  divide,
  maximum,
  minimum,
  multiply,
  sign,
  subtract,
} from "../../../src/ops/core/arithmetic.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import { greater, greaterOrEqual, less } from "../../../src/ops/core/comparison.ts";
import { convert } from "../../../src/ops/core/convert.ts";
import { dequantize } from "../../../src/ops/core/dequantize.ts";
import { floatQuantize } from "../../../src/ops/core/float-quantize.ts";
import { multiThreshold } from "../../../src/ops/core/multi-threshold.ts";
import { quantize } from "../../../src/ops/core/quantize.ts";
import { reduceMaximum } from "../../../src/ops/core/reduce.ts";
import { ceil, floor, round, truncate } from "../../../src/ops/core/rounding.ts";
import { select } from "../../../src/ops/core/select.ts";
import { ROUNDING_MODES } from "../../../src/ops/rounding-mode.ts";
import type { Maker, Step } from "./maker.ts";

/** Two values of a tensor, as exporters write it. */
export function binarized(m: Maker, x: TensorId): TensorId {
  const element = m.element(x);
  const zero = m.scalar(element, 0);
  const two = (bit: TensorId) => {
    const number = m.emit(convert, [bit], { to: element, saturate: false });
    const doubled = m.emit(multiply, [number, m.scalar(element, 2)], {});
    return m.emit(subtract, [doubled, m.scalar(element, 1)], {});
  };
  switch (m.chance.below(7)) {
    case 0: {
      const p = m.emit(greaterOrEqual, [x, zero], {});
      return m.emit(select, [p, m.scalar(element, 1), m.scalar(element, -1)], {});
    }
    case 1:
      return two(m.emit(greater, [x, zero], {}));
    case 2:
      return m.emit(sign, [m.emit(add, [m.emit(sign, [x], {}), m.scalar(element, 0.1)], {})], {});
    case 3:
      return m.emit(divide, [x, m.emit(abs, [x], {})], {});
    default:
      return m.emit(sign, [x], {});
  }
}

const binary: Step = (m) => {
  const x = m.float();
  return x && binarized(m, x);
};

/** round, floor, ... and a clip in either order, with scales around. */
export function fakeQuantized(m: Maker, x: TensorId): TensorId {
  const { chance } = m;
  const element = m.element(x);
  const scale = chance.often(0.3) ? dynamicScale(m, x) : positive(m, m.granularity(m.shape(x)), x);
  const bounds = chance.pick([
    [-8, 7],
    [-127.5, 127.5],
    [0, 15],
    [-1, 1],
    [-8, 8],
    [-1 + 2 ** -10, 1 - 2 ** -10],
  ] as const);
  m.marks.push(...bounds, bounds[1] + 0.5, bounds[0] - 0.5);
  const [lo, hi] = bounds.map((bound) => m.scalar(element, bound)) as [TensorId, TensorId];
  const cut = (t: TensorId) =>
    chance.often(0.5)
      ? m.emit(clip, [t, lo, hi], {})
      : m.emit(minimum, [m.emit(maximum, [t, lo], {}), hi], {});
  const rounded = (t: TensorId) =>
    m.emit(chance.pick([round, round, floor, ceil, truncate]), [t], {});
  const quotient = m.emit(divide, [x, scale], {});
  const later = chance.often(Number.isInteger(2 * bounds[0]) ? 0.5 : 0.1);
  const codes = later ? cut(rounded(quotient)) : rounded(cut(quotient));
  const moved = chance.often(0.2) ? m.emit(add, [codes, m.scalar(element, 0.5)], {}) : codes;
  return chance.often(0.8) ? m.emit(multiply, [moved, scale], {}) : m.keep(moved);
}

function positive(m: Maker, shape: readonly number[], x: TensorId): TensorId {
  return m.random(m.element(x), shape, () => {
    const value = Math.abs(m.number()) + 0.01;
    m.marks.push(value * (m.chance.whole(-3, 3) + 0.5));
    return value;
  });
}

/** max |x| / 7, over everything or along some axes. */
function dynamicScale(m: Maker, x: TensorId): TensorId {
  const axes = m
    .shape(x)
    .map((_, axis) => axis)
    .filter(() => m.chance.often(0.7));
  const most = m.emit(reduceMaximum, [m.emit(abs, [x], {})], { axes, keepAxes: true });
  return m.emit(divide, [most, m.scalar(m.element(x), 7)], {});
}

const spelled: Step = (m) => {
  const x = m.float();
  return x && fakeQuantized(m, x);
};

const CODES = ["i8", "i8", "u8", "i4", "u4", "i16", "i32"] as const;
const PRECISIONS = ["f32"] as const;

/** QuantizeLinear, a clip on the codes now and then, and DequantizeLinear, per tensor, axis or block. */
const linear: Step = (m) => {
  const x = m.float(({ shape }) => shape.length > 0);
  if (x === undefined) return undefined;
  const { chance } = m;
  const shape = m.shape(x);
  const axis = chance.below(shape.length);
  const blockSize = chance.often(0.25) ? chance.whole(1, 3) : 0;
  const size = shape[axis] as number;
  const own = chance.often(0.4)
    ? []
    : blockSize === 0
      ? [size]
      : shape.with(axis, Math.ceil(size / blockSize));
  const element = chance.pick(CODES);
  const scale = positive(m, own, x);
  const least = element.startsWith("u") ? 0 : -8;
  const zero = m.random(element, own, () => chance.pick([0, 0, least, chance.whole(least, 7)]));
  const parameters = chance.often(0.6) ? [scale, zero] : [scale];
  const precision = chance.pick(PRECISIONS);
  const granularity = { axis, blockSize };
  const codes = m.emit(quantize, [x, ...parameters], {
    ...granularity,
    element,
    precision,
    saturate: true,
    shiftsFirst: chance.often(0.2),
  });
  const kept = m.keep(
    chance.often(0.3) && element === "i8"
      ? m.emit(clip, [codes, m.scalar("i8", -8), m.scalar("i8", 7)], {})
      : codes,
  );
  const result = m.element(x);
  return m.emit(dequantize, [kept, ...parameters], {
    ...granularity,
    result: result === "f64" ? "f32" : result,
  } as never);
};

const qonnx: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const { chance } = m;
  const element = m.element(x);
  const own = m.granularity(m.shape(x));
  const scale = positive(m, own, x);
  const zero = m.random(element, own, () => chance.pick([0, 0, 1, -2, 0.5]));
  const rounding = chance.pick(ROUNDING_MODES);
  if (chance.often(0.25)) return m.emit(bipolarQuant, [x, scale], {});
  const range = { signed: chance.often(0.5), narrow: chance.often(0.3) };
  if (chance.often(0.25)) {
    const step = m.scalar(element, chance.pick([2, 4, 16]));
    const inputs = chance.often(0.5) ? [x, scale, zero, step, scale] : [x, scale, zero, step];
    const clamp = inputs.length === 5 ? { clamp: range } : {};
    return m.emit(trunc, inputs, { rounding, bits: chance.whole(2, 6), ...clamp });
  }
  const bits = chance.whole(1, 8);
  const attributes = { ...range, rounding, bits: [bits], bitsShape: [] };
  return m.emit(quant, [x, scale, zero], attributes);
};

const thresholds: Step = (m) => {
  const x = m.float(({ shape, element }) => shape.length > 1 && element !== "f64");
  if (x === undefined) return undefined;
  const { chance } = m;
  const rows = chance.often(0.5) ? 1 : (m.shape(x)[1] as number);
  const table = m.random(m.element(x), [rows, chance.whole(1, 7)], () => m.number());
  const attributes = { axis: 1, scale: chance.pick([1, 2, 0.5]), bias: chance.pick([0, -1]) };
  return m.emit(multiThreshold, [x, table], { ...attributes, levels: 0 });
};

const dynamic: Step = (m) => {
  const x = m.some(({ element }) => element === "f32");
  if (x === undefined) return undefined;
  const [codes, scale, zero] = m.emitAll(dynamicQuantizeLinear, [x], {}) as [
    number,
    number,
    number,
  ];
  m.keep(codes);
  const attributes = { axis: 0, blockSize: 0, result: "f32" } as const;
  return m.emit(dequantize, [codes, scale, zero], attributes);
};

const minifloat: Step = (m) => {
  const x = m.float(({ element }) => element === "f32");
  if (x === undefined) return undefined;
  const scale = positive(m, [], x);
  return m.emit(floatQuantize, [x, scale], {
    ...{ exponentBits: 4, mantissaBits: 3, exponentBias: 7, largest: 448 },
    ...{ rounding: "ROUND", overflow: "saturate" },
  } as const);
};

/** Two thresholds, or a comparison with a bound that is computed. */
const ternary: Step = (m) => {
  const x = m.float();
  if (x === undefined || !isFloat(m.element(x))) return undefined;
  const element = m.element(x);
  const bit = (p: TensorId) => m.emit(convert, [p], { to: element, saturate: false });
  const above = bit(m.emit(greater, [x, m.scalar(element, 0.3)], {}));
  const below = bit(m.emit(less, [x, m.scalar(element, -0.3)], {}));
  m.marks.push(0.3, -0.3);
  return m.emit(subtract, [above, below], {});
};

export const QUANTIZERS: readonly Step[] = [
  ...[binary, binary, binary, spelled, spelled, spelled, linear, linear, qonnx, qonnx],
  ...[thresholds, dynamic, minifloat, ternary],
];
