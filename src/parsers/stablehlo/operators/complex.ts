import type { TensorId } from "../../../graph/graph.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import * as complex from "../../../ops/complex.ts";
import { add, negate, subtract } from "../../../ops/core/arithmetic.ts";
import { log } from "../../../ops/core/transcendental.ts";
import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { isTensor, type Meaning, type Pair } from "../lowering/meaning.ts";

type ComplexTensor = complex.ComplexTensor;
type Made = ComplexTensor | TensorId;
type Unary = (b: GraphBuilder, x: ComplexTensor) => Made;
type Binary = (b: GraphBuilder, x: ComplexTensor, y: ComplexTensor) => Made;

/** e^(x + ln ½) and e^(ln ½ - x): neither overflows before the result does. */
function halves(b: GraphBuilder, { re, im }: ComplexTensor): [ComplexTensor, ComplexTensor] {
  const shift = b.emit(log, [b.scalar(b.element(re), 0.5)], {});
  const up = { re: b.emit(add, [re, shift], {}), im };
  const down = { re: b.emit(subtract, [shift, re], {}), im: b.emit(negate, [im], {}) };
  return [complex.complexExp(b, up), complex.complexExp(b, down)];
}

/** What operations do to complex numbers, by name. */
const ON_COMPLEX: ReadonlyMap<string, Unary | Binary> = new Map<string, Unary | Binary>([
  ["stablehlo.abs", complex.complexAbs],
  ["stablehlo.add", complex.complexAdd],
  ["stablehlo.cbrt", complex.complexCbrt],
  ["stablehlo.cosine", complex.complexCosine],
  ["stablehlo.divide", complex.complexDivide],
  ["stablehlo.exponential", complex.complexExp],
  ["stablehlo.exponential_minus_one", complex.complexExpm1],
  ["stablehlo.log", complex.complexLog],
  ["stablehlo.log_plus_one", complex.complexLog1p],
  ["stablehlo.logistic", complex.complexLogistic],
  ["stablehlo.maximum", complex.complexMaximum],
  ["stablehlo.minimum", complex.complexMinimum],
  ["stablehlo.multiply", complex.complexMultiply],
  ["stablehlo.negate", complex.complexNegate],
  ["stablehlo.power", complex.complexPower],
  ["stablehlo.rsqrt", complex.complexRsqrt],
  ["stablehlo.sign", complex.complexSign],
  ["stablehlo.sine", complex.complexSine],
  ["stablehlo.sqrt", complex.complexSquareRoot],
  ["stablehlo.subtract", complex.complexSubtract],
  ["stablehlo.tan", complex.complexTangent],
  ["stablehlo.tanh", complex.complexTanh],
  ["chlo.cosh", (b: GraphBuilder, x: ComplexTensor) => complex.complexAdd(b, ...halves(b, x))],
  ["chlo.sinh", (b: GraphBuilder, x: ComplexTensor) => complex.complexSubtract(b, ...halves(b, x))],
  ["chlo.square", (b: GraphBuilder, x: ComplexTensor) => complex.complexMultiply(b, x, x)],
  ["chlo.tan", complex.complexTangent],
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

function isPair(meaning: Meaning): meaning is Pair {
  return !isTensor(meaning) && meaning.kind === "complex";
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
  return isPair(x) ? meaningOf(complex.complexConjugate(node.b, x)) : x;
};

export const COMPLEX: LoweringTable = {
  "chlo.conj": lowerConjugate,
  "stablehlo.complex": lowerComplex,
  "stablehlo.real": lowerReal,
  "stablehlo.imag": lowerImaginary,
};
