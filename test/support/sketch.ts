import { analyse } from "../../src/bits/analysis.ts";
import { innerValues } from "../../src/domain/grid.ts";
import { codeCount, statusOf, type ValueSet, widthOf } from "../../src/domain/value-set.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { TensorId } from "../../src/graph/graph.ts";
import {
  add,
  divide,
  maximum,
  multiply,
  negate,
  sign,
  subtract,
} from "../../src/ops/core/arithmetic.ts";
import { clip } from "../../src/ops/core/clip.ts";
import { conv } from "../../src/ops/core/conv.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { round } from "../../src/ops/core/rounding.ts";
import type { PrimitiveOperator } from "../../src/ops/operator.ts";
import { CONV_3X3, Network } from "./network.ts";
import { tensor } from "./tensors.ts";

type Id = TensorId;
type Operand = Id | { readonly of: number };

/** Irregular numbers: no few, no even ones, no two the same. */
export function irregular(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i * i + 1) * (1 + (i % 7) / 9));
}

/** A number as an operand of the same element type as the other one. */
export const n = (of: number) => ({ of });

/** A network written as formulas: f32 images [1, 4, 6, 6] where nothing else is said. */
export class Sketch extends Network {
  #inputs = 0;

  constructor() {
    super();
    this.layer("layer", "Layer");
  }

  x(shape: readonly number[] = [1, 4, 6, 6], element: ElementType = "f32"): Id {
    return this.given(`x${this.#inputs++}`, element, shape);
  }

  /** A stored tensor of these elements, or of irregular ones. */
  w(shape: readonly number[], values?: readonly number[], element: ElementType = "f32"): Id {
    const count = shape.reduce((product, size) => product * size, 1);
    const drawn = tensor(element, shape, values ?? irregular(count));
    const type = this.graph.types.intern(element, shape);
    return this.graph.addConstant({ type, read: () => ({ type, data: drawn.data }) }, "w");
  }

  #operand(operand: Operand, beside: Operand): Id {
    if (typeof operand === "number") return operand;
    return this.scalar(this.element(beside as Id), operand.of);
  }

  binary(operator: PrimitiveOperator<object, 2>, a: Operand, b: Operand): Id {
    return this.emit(operator, [this.#operand(a, b), this.#operand(b, a)], {});
  }

  unary(operator: PrimitiveOperator<object, 1>, x: Id): Id {
    return this.emit(operator, [x], {});
  }

  add = (a: Operand, b: Operand): Id => this.binary(add, a, b);
  sub = (a: Operand, b: Operand): Id => this.binary(subtract, a, b);
  mul = (a: Operand, b: Operand): Id => this.binary(multiply, a, b);
  div = (a: Operand, b: Operand): Id => this.binary(divide, a, b);
  neg = (x: Id): Id => this.unary(negate, x);
  sign = (x: Id): Id => this.unary(sign, x);
  relu = (x: Id): Id => this.binary(maximum, x, n(0));
  round = (x: Id): Id => this.unary(round, x);
  clip = (x: Id, lo: number, hi: number): Id =>
    this.emit(clip, [x, this.#operand(n(lo), x), this.#operand(n(hi), x)], {});
  cast = (x: Id, to: ElementType): Id => this.emit(convert, [x], { to, saturate: true });

  reshaped = (x: Id, shape: readonly number[]): Id => this.emit(reshape, [x], { shape });

  /** clip(round(x), lo, hi) */
  quantized = (x: Id, lo: number, hi: number): Id => this.clip(this.round(x), lo, hi);

  /** What the analysis finds of a tensor. */
  set(id: Id): ValueSet {
    this.graph.outputs.push(id);
    return analyse(this.graph).facts[id]?.values as ValueSet;
  }

  /** The values of the codes before factor and shift; undefined where there is no grid. */
  values(id: Id): readonly number[] | undefined {
    const { grid } = this.set(id);
    return grid && innerValues(grid);
  }

  width(id: Id): string {
    return widthText(this.set(id));
  }

  /** As many codes as the grid has; undefined where there is none. */
  count(id: Id): number | undefined {
    const { grid } = this.set(id);
    return grid && codeCount(grid);
  }

  /** The operands of a convolution, as large as the weights are, of stride 1. */
  conv = (x: Id, w: Id): string => this.operands(this.convolved(x, w));

  convolved(x: Id, w: Id): Id {
    const [window = 1, spread = 1] = this.shape(w).slice(2);
    const padLow = [(window - 1) / 2, (spread - 1) / 2];
    return this.emit(conv, [x, w], { ...CONV_3X3, padLow, padHigh: padLow });
  }

  /** The widths of the operands of each contraction. */
  operands(output: Id): string {
    this.graph.outputs.push(output);
    const { contractions } = analyse(this.graph);
    return contractions.map(({ lhs, rhs }) => `${bits(lhs.values)} x ${bits(rhs.values)}`).join();
  }
}

/** Width in bits; floats as `f32`. */
export function bits(set: ValueSet): string {
  const { bits: width, float } = widthOf(set);
  return float ? `f${width}` : `${width}`;
}

/** `4 declared`; floats as `f32 assumed`. */
export function widthText(set: ValueSet): string {
  return `${bits(set)} ${statusOf(set)}`;
}
