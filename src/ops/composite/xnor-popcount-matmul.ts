import { composite } from "../builder.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { emitMatMul } from "./matmul.ts";
import { scalarLike } from "./precision.ts";

/**
 * How many of the pairs along the contracted axis are equal, for operands of 0 and 1.
 *
 * (sum of (2 x - 1) x (2 y - 1) + length) / 2. It is one product of signs, whose count is no work of
 * its own.
 *
 * Source: QONNX 1.0 `XnorPopcountMatMul`.
 */
export const xnorPopcountMatMul = composite<object, 2>({
  name: "XnorPopcountMatMul",
  arity: 2,
  scalars: () => ({}),
  build(b, [x, y]) {
    const signs = (bits: number) => {
      const double = b.emit(multiply, [scalarLike(b, bits, 2), bits], {});
      return b.emit(subtract, [double, scalarLike(b, bits, 1)], {});
    };
    const sum = emitMatMul(b, signs(x), signs(y), b.element(x));
    const length = scalarLike(b, sum, b.shape(x).at(-1) as number);
    const twice = b.emit(add, [sum, length], {});
    return [b.emit(multiply, [twice, scalarLike(b, twice, 0.5)], {})];
  },
});
