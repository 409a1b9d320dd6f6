import { type ElementType, isFloat } from "../../../src/graph/element-type.ts";
import { equalShapes } from "../../../src/graph/tensor-type.ts";
import * as units from "../../../src/ops/composite/exponential-units.ts";
import * as gates from "../../../src/ops/composite/gates.ts";
import * as rectifiers from "../../../src/ops/composite/rectifiers.ts";
import * as arithmetic from "../../../src/ops/core/arithmetic.ts";
import { atan2 } from "../../../src/ops/core/atan2.ts";
import { bitcast } from "../../../src/ops/core/bitcast.ts";
import * as classification from "../../../src/ops/core/classification.ts";
import { clip } from "../../../src/ops/core/clip.ts";
import * as comparison from "../../../src/ops/core/comparison.ts";
import { convert } from "../../../src/ops/core/convert.ts";
import { hypot } from "../../../src/ops/core/hypot.ts";
import { integerDivide, integerRemainder } from "../../../src/ops/core/integer-division.ts";
import * as logic from "../../../src/ops/core/logic.ts";
import { optimizationBarrier } from "../../../src/ops/core/optimization-barrier.ts";
import { power } from "../../../src/ops/core/power.ts";
import { reducePrecision } from "../../../src/ops/core/reduce-precision.ts";
import * as rounding from "../../../src/ops/core/rounding.ts";
import { select } from "../../../src/ops/core/select.ts";
import * as special from "../../../src/ops/core/special-functions.ts";
import * as transcendental from "../../../src/ops/core/transcendental.ts";
import type { Maker, Step } from "./maker.ts";

const { abs, add, divide, maximum, minimum, multiply, negate, sign, subtract } = arithmetic;
const COMMON = [
  sign,
  sign,
  sign,
  arithmetic.signKeepingZero,
  abs,
  negate,
  ...Object.values(rounding),
];
const CURVES = [
  ...Object.values(transcendental),
  special.besselI1e,
  special.digamma,
  special.erfInv,
  special.lgamma,
  arithmetic.squareRoot,
  arithmetic.reciprocal,
  gates.softsign,
  gates.hardSwish,
  gates.mish,
];
const COMPARISONS = Object.values(comparison);
const PAIRS = [add, add, add, subtract, subtract, multiply, multiply, divide, maximum, minimum];

const common: Step = (m) => {
  const x = m.float();
  return x && m.emit(m.chance.pick(COMMON), [x], {});
};

const curve: Step = (m) => {
  const x = m.float();
  return x && m.emit(m.chance.pick(CURVES), [x], {});
};

const plane: Step = (m) => {
  const x = m.float();
  return x && m.emit(m.chance.pick([atan2, hypot]), [x, m.parameter(x)], {});
};

/** Formats of types and others. */
const FORMATS = [
  [8, 7],
  [5, 10],
  [5, 2],
  [4, 3],
  [8, 3],
  [3, 1],
] as const;
const reduced: Step = (m) => {
  const x = m.float();
  const [exponentBits, mantissaBits] = m.chance.pick(FORMATS);
  return x && m.emit(reducePrecision, [x], { exponentBits, mantissaBits });
};

const relu: Step = (m) => {
  const x = m.float();
  return x && m.emit(maximum, [x, m.scalar(m.element(x), 0)], {});
};

/** A parameter on either side. */
const affine: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const pair = [x, m.parameter(x)] as const;
  const operator = m.chance.pick(PAIRS);
  return m.emit(operator, m.chance.often(0.75) ? pair : [pair[1], pair[0]], {});
};

const pair: Step = (m) => {
  const x = m.some(({ element }) => element !== "bool");
  if (x === undefined) return undefined;
  const type = m.type(x);
  const y = m.some((t) => t.element === type.element && equalShapes(t.shape, type.shape));
  return y === undefined ? undefined : m.emit(m.chance.pick(PAIRS), [x, y], {});
};

const slope: Step = (m) => {
  const x = m.float(({ shape }) => shape.length > 1);
  if (x === undefined) return undefined;
  const channels = m.shape(x).map((size, axis) => (axis === 1 ? size : 1));
  switch (m.chance.below(4)) {
    case 0:
      return m.emit(rectifiers.leakyRelu, [x], { alpha: m.number() });
    case 1:
      return m.emit(rectifiers.thresholdedRelu, [x], { alpha: m.number() });
    case 2:
      return m.emit(units.elu, [x], { alpha: m.number() });
    default:
      return m.emit(rectifiers.prelu, [x, m.random(m.element(x), channels, () => m.number())], {});
  }
};

const clipped: Step = (m) => {
  const x = m.some(({ element }) => element !== "bool" && element !== "i64");
  if (x === undefined) return undefined;
  const bounds = isFloat(m.element(x)) ? [-8, 7, 0.3, -127.5, 127.5, 0, 1, -1] : [-8, 7, 0, 3];
  const [a, b] = [m.chance.pick(bounds), m.chance.pick(bounds)];
  m.marks.push(a, b);
  const ends = [Math.min(a, b), Math.max(a, b)] as const;
  const [least, most] = m.element(x).startsWith("u") ? ends.map((end) => Math.max(0, end)) : ends;
  const bound = (value: number) => m.scalar(m.element(x), value);
  return m.emit(clip, [x, bound(least as number), bound(most as number)], {});
};

function predicate(m: Maker, x: number): number {
  const element = m.element(x);
  if (isFloat(element) && m.chance.often(0.1)) return m.emit(classification.isNan, [x], {});
  const bound = m.chance.often(0.6) ? m.scalar(element, 0) : m.parameter(x);
  return m.emit(m.chance.pick(COMPARISONS), [x, bound], {});
}

const compared: Step = (m) => {
  const x = m.some(({ element }) => element !== "bool");
  return x && predicate(m, x);
};

const logical: Step = (m) => {
  const x = m.some(({ element }) => element === "bool");
  if (x === undefined) return undefined;
  const y = m.some(({ element, shape }) => element === "bool" && equalShapes(shape, m.shape(x)));
  if (y === undefined || m.chance.often(0.3)) return m.emit(logic.not, [x], {});
  return m.emit(m.chance.pick([logic.and, logic.or, logic.xor]), [x, y], {});
};

/** A choice between numbers, tensors, or both. */
const selected: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const element = m.element(x);
  const known = m.some((t) => t.element === "bool" && equalShapes(t.shape, m.shape(x)));
  const p = known ?? predicate(m, x);
  const side = () => {
    if (m.chance.often(0.1)) return m.scalar(element, Number.NaN);
    if (m.chance.often(0.5)) return m.scalar(element, m.number());
    return m.some((t) => t.element === element && equalShapes(t.shape, m.shape(p))) ?? x;
  };
  return m.emit(select, [p, side(), side()], {});
};

/** A choice between two tensors that are compared. */
const chosen: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const bound = m.chance.often(0.7) ? m.scalar(m.element(x), m.number()) : m.parameter(x);
  const [yes, no] = m.chance.often(0.5) ? ([x, bound] as const) : ([bound, x] as const);
  return m.emit(select, [m.emit(m.chance.pick(COMPARISONS), [x, bound], {}), yes, no], {});
};

/** Two comparisons of the same two tensors, one of them turned round or not. */
const opposites: Step = (m) => {
  const x = m.float();
  if (x === undefined) return undefined;
  const bound = m.scalar(m.element(x), m.number());
  const code = (a: number, b: number) => {
    const holds = m.emit(m.chance.pick(COMPARISONS), [a, b], {});
    return m.emit(convert, [holds], { to: "f32", saturate: false });
  };
  const other = m.chance.often(0.5) ? code(x, bound) : code(bound, x);
  return m.emit(subtract, [code(x, bound), other], {});
};

const TYPES = [
  "f32",
  "f32",
  "bf16",
  "f16",
  "f64",
  "i8",
  "u8",
  "i32",
  "bool",
  "f8e4m3fn",
  "i4",
] as const;
const converted: Step = (m) => {
  const x = m.some(() => true);
  return x && m.emit(convert, [x], { to: m.chance.pick(TYPES), saturate: m.chance.often(0.5) });
};

const integers: Step = (m) => {
  const x = m.some(({ element }) => /^[iu]/.test(element));
  if (x === undefined) return undefined;
  const y = m.chance.often(0.5)
    ? m.some((t) => t.element === m.element(x) && equalShapes(t.shape, m.shape(x)))
    : m.scalar(m.element(x), m.chance.whole(0, 5));
  const { bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft } = logic;
  const operator = m.chance.pick([
    ...PAIRS,
    bitwiseAnd,
    bitwiseOr,
    bitwiseXor,
    shiftLeft,
    arithmetic.floorModulo,
    arithmetic.remainder,
    integerDivide,
    integerRemainder,
  ]);
  return y && m.emit(operator, [x, y], {});
};

/** Some bits of stored words, as codes lie in them. */
const unpacked: Step = (m) => {
  const known = m.some(({ element }) => /^[iu]/.test(element));
  const x = known ?? m.input(m.chance.pick(["i8", "u8"]), [3, m.chance.whole(1, 4)]);
  const { bitwiseAnd, shiftLeft, shiftRight } = logic;
  const operator = m.chance.pick([bitwiseAnd, bitwiseAnd, shiftLeft, shiftRight, shiftRight]);
  return m.emit(operator, [x, m.scalar(m.element(x), m.chance.whole(1, 7))], {});
};

/** The bits of an integer as one with a sign, or without. */
const recoded: Step = (m) => {
  const x = m.some(({ element }) => /^[iu](4|8|32)$/.test(element));
  if (x === undefined) return undefined;
  const element = m.element(x);
  const to = `${element.startsWith("i") ? "u" : "i"}${element.slice(1)}` as ElementType;
  return m.emit(bitcast, [x], { to });
};

const raised: Step = (m) => {
  const x = m.float();
  return x && m.emit(power, [x, m.scalar(m.element(x), m.chance.pick([2, 3, 0.5, -1]))], {});
};

const barrier: Step = (m) => {
  const x = m.float();
  return x && m.emitAll(optimizationBarrier, [x], {});
};

export const ELEMENTWISE: readonly Step[] = [
  ...[common, common, common, affine, affine, affine, affine, pair, pair, pair],
  ...[curve, relu, slope, clipped, compared, logical, converted, converted, integers],
  ...[selected, selected, chosen, opposites, raised, recoded, unpacked, barrier, plane, reduced],
];
