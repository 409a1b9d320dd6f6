import { type ElementType, integerRange, isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import { celu, elu, selu } from "../../../ops/composite/exponential-units.ts";
import {
  gelu,
  hardSigmoid,
  hardSwish,
  mish,
  softsign,
  swish,
} from "../../../ops/composite/gates.ts";
import { leakyRelu, prelu, shrink, thresholdedRelu } from "../../../ops/composite/rectifiers.ts";
import { logSoftmax, softmax } from "../../../ops/composite/softmax.ts";
import { maximum } from "../../../ops/core/arithmetic.ts";
import { clip } from "../../../ops/core/clip.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { logistic, softplus } from "../../../ops/core/transcendental.ts";
import { hardmax } from "../../../ops/leaf/hardmax.ts";
import type { Operator } from "../../../ops/operator.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** An activation of one input; `defaults` are its float attributes, of which f32 is stored. */
function activation<K extends string>(
  operator: Operator<Readonly<Record<K, number>>, 1>,
  defaults: Readonly<Record<K, number>>,
): Lowering {
  return (node) => {
    const entries = Object.entries<number>(defaults).map(([name, value]) => [
      name,
      node.float(name, Math.fround(value)),
    ]);
    return node.b.emit(operator, [node.input(0)], Object.fromEntries(entries));
  };
}

const lowerRelu: Lowering = (node) => node.b.emit(maximum, [node.input(0), zeroLike(node)], {});

function zeroLike(node: NodeContext): TensorId {
  return node.b.scalar(node.element(0), 0);
}

/** The slope is one number, or before opset 7 one a channel; from then on it broadcasts. */
const lowerPrelu: Lowering = (node) => {
  const [x, slope] = [node.input(0), node.input(1)];
  const count = elementCount(node.shape(1));
  if (node.version >= 7 || count === 1) return node.b.emit(prelu, [x, slope], {});
  const shape = [count, ...new Array<number>(Math.max(0, node.rank(0) - 2)).fill(1)];
  return node.b.emit(prelu, [x, node.b.emit(reshape, [slope], { shape })], {});
};

const LARGEST: Readonly<Partial<Record<ElementType, number>>> = {
  f64: Number.MAX_VALUE,
  f32: 3.4028234663852886e38,
  bf16: 3.3895313892515355e38,
  f16: 65504,
};

/** The lowest (0) or highest (1) finite number of an element type, for a bound that is left out. */
function farEnd(node: NodeContext, end: 0 | 1): TensorId {
  const element = node.element(0);
  const largest = LARGEST[element] ?? 0;
  const ends = isFloat(element) ? [-largest, largest] : integerRange(element);
  return node.b.scalar(element, ends[end] as number | bigint);
}

/** Bounds are attributes before opset 11, inputs from then on. */
const lowerClip: Lowering = (node) => {
  const bound = (name: string, end: 0 | 1): TensorId => {
    if (node.version >= 11) return node.optional(1 + end) ?? farEnd(node, end);
    if (!node.has(name)) return farEnd(node, end);
    return node.b.scalar(node.element(0), node.float(name, 0));
  };
  return node.b.emit(clip, [node.input(0), bound("min", 0), bound("max", 1)], {});
};

const lowerGelu: Lowering = (node) => {
  const approximate = node.string("approximate", "none");
  if (approximate !== "none" && approximate !== "tanh") {
    return node.refuse("invalid-attribute", "approximate none or tanh", approximate);
  }
  return node.b.emit(gelu, [node.input(0)], { approximate });
};

/** One axis, by default the last; before opset 13 the axis, by default 1, and all after it. */
function lineAxes(node: NodeContext): readonly number[] {
  const rank = node.rank(0);
  if (node.version >= 13) return [normalizeAxis(node.operator, node.int("axis", -1), rank)];
  const stated = node.int("axis", 1);
  const first = stated === rank ? rank : normalizeAxis(node.operator, stated, rank);
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

function alongLines(operator: Operator<{ readonly axes: readonly number[] }, 1>): Lowering {
  return (node) => node.b.emit(operator, [node.input(0)], { axes: lineAxes(node) });
}

/** Activation functions, clipping, and softmax and its kin. */
export const activations: LoweringTable = {
  Celu: activation(celu, { alpha: 1 }),
  Clip: lowerClip,
  Elu: activation(elu, { alpha: 1 }),
  Gelu: lowerGelu,
  HardSigmoid: activation(hardSigmoid, { alpha: 0.2, beta: 0.5 }),
  HardSwish: activation(hardSwish, {}),
  Hardmax: alongLines(hardmax),
  LeakyRelu: activation(leakyRelu, { alpha: 0.01 }),
  LogSoftmax: alongLines(logSoftmax),
  Mish: activation(mish, {}),
  PRelu: lowerPrelu,
  Relu: lowerRelu,
  Selu: activation(selu, { alpha: 1.6732631921768188, gamma: 1.0507010221481323 }),
  Shrink: activation(shrink, { bias: 0, lambd: 0.5 }),
  Sigmoid: activation(logistic, {}),
  Softmax: alongLines(softmax),
  Softplus: activation(softplus, {}),
  Softsign: activation(softsign, {}),
  Swish: activation(swish, { alpha: 1 }),
  ThresholdedRelu: activation(thresholdedRelu, { alpha: 1 }),
};
