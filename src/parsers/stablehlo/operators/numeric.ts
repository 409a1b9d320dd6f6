import { fftPair } from "../../../ops/leaf/fft-pair.ts";
import { rngBitGenerator } from "../../../ops/leaf/rng-bit-generator.ts";
import { cholesky, triangularSolve } from "../../../ops/leaf/triangular.ts";
import { assemble } from "../lowering/assemble.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { tensorsOf } from "../lowering/meaning.ts";

/** A word that must be one of these. */
function oneOf<T extends string>(node: OperationContext, name: string, words: readonly T[]): T {
  const word = node.word(name);
  const known = words.find((one) => one === word);
  return known ?? node.lacks(name, words.join(", "));
}

const lowerFft: Lowering = (node) => {
  const type = oneOf(node, "fft_type", ["FFT", "IFFT", "RFFT", "IRFFT"]);
  const lengths = node.integers("fft_length");
  const made = node.b.emitAll(fftPair, node.inputs.flatMap(tensorsOf), { type, lengths });
  return assemble([node.resultType()], made);
};

/** Systems of complex numbers are not solved. */
const lowerTriangularSolve: Lowering = (node) =>
  node.b.emit(triangularSolve, [node.tensor(0), node.tensor(1)], {
    leftSide: node.integer("left_side") === 1,
    lower: node.integer("lower") === 1,
    unitDiagonal: node.integer("unit_diagonal") === 1,
    transpose: oneOf(node, "transpose_a", ["NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"]),
  });

const lowerCholesky: Lowering = (node) =>
  node.b.emit(cholesky, [node.tensor(0)], { lower: node.integer("lower", 0) === 1 });

const lowerRngBitGenerator: Lowering = (node) =>
  node.b.emitAll(rngBitGenerator, [node.tensor(0)], {
    algorithm: oneOf(node, "rng_algorithm", ["DEFAULT", "THREE_FRY", "PHILOX"]),
    shape: node.resultShape(1),
    element: node.resultElement(1),
  });

export const NUMERIC: LoweringTable = {
  "stablehlo.fft": lowerFft,
  "stablehlo.triangular_solve": lowerTriangularSolve,
  "stablehlo.cholesky": lowerCholesky,
  "stablehlo.rng_bit_generator": lowerRngBitGenerator,
};
