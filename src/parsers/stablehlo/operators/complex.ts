import type { TensorId } from "../../../graph/graph.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import {
  complexAbs,
  complexAdd,
  complexConjugate,
  complexDivide,
  complexMultiply,
  complexNegate,
  complexSign,
  complexSquare,
  complexSubtract,
} from "../../../ops/complex/arithmetic.ts";
import type { ComplexTensor } from "../../../ops/complex/calculator.ts";
import { complexMaximum, complexMinimum } from "../../../ops/complex/comparison.ts";
import {
  complexExp,
  complexExpm1,
  complexLog,
  complexLog1p,
  complexLogistic,
  complexPower,
} from "../../../ops/complex/exponentials.ts";
import {
  complexArcCosine,
  complexArcSine,
  complexArcTangent,
  complexAreaCosine,
  complexAreaSine,
  complexAreaTangent,
} from "../../../ops/complex/inverse.ts";
import { complexCbrt, complexRsqrt, complexSquareRoot } from "../../../ops/complex/roots.ts";
import {
  complexCosine,
  complexSine,
  complexTangent,
  complexTanh,
} from "../../../ops/complex/trigonometry.ts";
import { add, negate, subtract } from "../../../ops/core/arithmetic.ts";
import { log } from "../../../ops/core/transcendental.ts";
import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { isPair, type Meaning, type Pair } from "../lowering/meaning.ts";

type Made = ComplexTensor | TensorId;
type Unary = (b: GraphBuilder, x: ComplexTensor) => Made;
type Binary = (b: GraphBuilder, x: ComplexTensor, y: ComplexTensor) => Made;

/** e^(x + ln ½) and e^(ln ½ - x): neither overflows before the result does. */
function halves(b: GraphBuilder, { re, im }: ComplexTensor): [ComplexTensor, ComplexTensor] {
  const shift = b.emit(log, [b.scalar(b.element(re), 0.5)], {});
  const up = { re: b.emit(add, [re, shift], {}), im };
  const down = { re: b.emit(subtract, [shift, re], {}), im: b.emit(negate, [im], {}) };
  return [complexExp(b, up), complexExp(b, down)];
}

/** What operations do to complex numbers, by name. */
const ON_COMPLEX: ReadonlyMap<string, Unary | Binary> = new Map<string, Unary | Binary>([
  ["stablehlo.abs", complexAbs],
  ["stablehlo.add", complexAdd],
  ["stablehlo.cbrt", complexCbrt],
  ["stablehlo.cosine", complexCosine],
  ["stablehlo.divide", complexDivide],
  ["stablehlo.exponential", complexExp],
  ["stablehlo.exponential_minus_one", complexExpm1],
  ["stablehlo.log", complexLog],
  ["stablehlo.log_plus_one", complexLog1p],
  ["stablehlo.logistic", complexLogistic],
  ["stablehlo.maximum", complexMaximum],
  ["stablehlo.minimum", complexMinimum],
  ["stablehlo.multiply", complexMultiply],
  ["stablehlo.negate", complexNegate],
  ["stablehlo.power", complexPower],
  ["stablehlo.rsqrt", complexRsqrt],
  ["stablehlo.sign", complexSign],
  ["stablehlo.sine", complexSine],
  ["stablehlo.sqrt", complexSquareRoot],
  ["stablehlo.subtract", complexSubtract],
  ["stablehlo.tan", complexTangent],
  ["stablehlo.tanh", complexTanh],
  ["chlo.acos", complexArcCosine],
  ["chlo.acosh", complexAreaCosine],
  ["chlo.asin", complexArcSine],
  ["chlo.asinh", complexAreaSine],
  ["chlo.atan", complexArcTangent],
  ["chlo.atanh", complexAreaTangent],
  ["chlo.cosh", (b: GraphBuilder, x: ComplexTensor) => complexAdd(b, ...halves(b, x))],
  ["chlo.sinh", (b: GraphBuilder, x: ComplexTensor) => complexSubtract(b, ...halves(b, x))],
  ["chlo.square", complexSquare],
  ["chlo.tan", complexTangent],
]);

/** The same operations where they take complex numbers as well. */
export function withComplex(table: LoweringTable): LoweringTable {
  const both = Object.entries(table).map(([name, lowering]): [string, Lowering] => {
    const make = ON_COMPLEX.get(name);
    return [name, make === undefined ? lowering : onEither(lowering, make)];
  });
  return Object.fromEntries(both);
}

function onEither(lowering: Lowering, make: Unary | Binary): Lowering {
  return (node) => {
    const pairs = node.inputs.filter(isPair);
    if (pairs.length === 0 || pairs.length < node.inputs.length) return lowering(node);
    const [x, y = x] = pairs as [Pair, Pair?];
    return meaningOf(make(node.b, x, y));
  };
}

function meaningOf(made: Made): Meaning {
  return typeof made === "number" ? made : { kind: "complex", re: made.re, im: made.im };
}

const lowerComplex: Lowering = (node) => ({
  kind: "complex",
  re: node.tensor(0),
  im: node.tensor(1),
});

const lowerReal: Lowering = (node) => {
  const x = node.meaning(0);
  return isPair(x) ? x.re : x;
};

/** Real numbers have none. */
const lowerImaginary: Lowering = (node) => {
  const x = node.meaning(0);
  return isPair(x) ? x.im : node.filled(node.element(0), node.shape(0), 0);
};

/** Real numbers stay what they are. */
const lowerConjugate: Lowering = (node) => {
  const x = node.meaning(0);
  return isPair(x) ? meaningOf(complexConjugate(node.b, x)) : x;
};

export const COMPLEX: LoweringTable = {
  "chlo.conj": lowerConjugate,
  "stablehlo.complex": lowerComplex,
  "stablehlo.real": lowerReal,
  "stablehlo.imag": lowerImaginary,
};
