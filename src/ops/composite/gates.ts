import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { abs, add, divide, multiply, squareRoot } from "../core/arithmetic.ts";
import { clip } from "../core/clip.ts";
import { power } from "../core/power.ts";
import { erf, logistic, softplus, tanh } from "../core/transcendental.ts";
import { scalarLike } from "./precision.ts";

interface Line {
  readonly alpha: number;
  readonly beta: number;
}

/** alpha x x + beta, cut to 0 to 1. */
function hardGate(b: GraphBuilder, x: TensorId, { alpha, beta }: Line): TensorId {
  const product = b.emit(multiply, [x, scalarLike(b, x, alpha)], {});
  const line = b.emit(add, [product, scalarLike(b, x, beta)], {});
  return b.emit(clip, [line, scalarLike(b, x, 0), scalarLike(b, x, 1)], {});
}

/** alpha x x + beta, cut to 0 to 1. Source: ONNX `HardSigmoid`. */
export const hardSigmoid = composite<Line, 1>({
  name: "HardSigmoid",
  arity: 1,
  build: (b, [x], attributes) => [hardGate(b, x, attributes)],
});

/** x x HardSigmoid(x) with alpha 1/6 and beta 1/2. Source: ONNX `HardSwish`. */
export const hardSwish = composite<object, 1>({
  name: "HardSwish",
  arity: 1,
  build: (b, [x]) => [
    b.emit(multiply, [x, hardGate(b, x, { alpha: Math.fround(1 / 6), beta: 0.5 })], {}),
  ],
});

/** x x Sigmoid(alpha x x). Source: ONNX `Swish`. */
export const swish = composite<{ readonly alpha: number }, 1>({
  name: "Swish",
  arity: 1,
  build(b, [x], { alpha }) {
    const steep = b.emit(multiply, [scalarLike(b, x, alpha), x], {});
    return [b.emit(multiply, [x, b.emit(logistic, [steep], {})], {})];
  },
});

/** x x tanh(ln(1 + e^x)). Source: ONNX `Mish`. */
export const mish = composite<object, 1>({
  name: "Mish",
  arity: 1,
  build(b, [x]) {
    const gate = b.emit(tanh, [b.emit(softplus, [x], {})], {});
    return [b.emit(multiply, [x, gate], {})];
  },
});

/** x / (1 + |x|). Source: ONNX `Softsign`. */
export const softsign = composite<object, 1>({
  name: "Softsign",
  arity: 1,
  build(b, [x]) {
    const size = b.emit(add, [scalarLike(b, x, 1), b.emit(abs, [x], {})], {});
    return [b.emit(divide, [x, size], {})];
  },
});

/**
 * x / 2 x (1 + erf(x / root 2)), or with tanh(root(2 / pi) x (x + 0.044715 x^3)) for the erf.
 *
 * Each operation is rounded. Source: ONNX `Gelu`, its function body.
 */
export const gelu = composite<{ readonly approximate: "none" | "tanh" }, 1>({
  name: "Gelu",
  arity: 1,
  build(b, [x], { approximate }) {
    const gate = approximate === "tanh" ? tanhGate(b, x) : erfGate(b, x);
    const phi = b.emit(add, [scalarLike(b, x, 1), gate], {});
    const half = b.emit(multiply, [scalarLike(b, x, 0.5), x], {});
    return [b.emit(multiply, [half, phi], {})];
  },
});

function erfGate(b: GraphBuilder, x: TensorId): TensorId {
  const root = b.emit(squareRoot, [scalarLike(b, x, 2)], {});
  return b.emit(erf, [b.emit(divide, [x, root], {})], {});
}

function tanhGate(b: GraphBuilder, x: TensorId): TensorId {
  const cube = b.emit(power, [x, scalarLike(b, x, 3)], {});
  const small = b.emit(multiply, [scalarLike(b, x, Math.fround(0.044715)), cube], {});
  const root = b.emit(squareRoot, [scalarLike(b, x, Math.fround(2 / Math.PI))], {});
  const steep = b.emit(multiply, [root, b.emit(add, [x, small], {})], {});
  return b.emit(tanh, [steep], {});
}
