import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { notEqual } from "../core/comparison.ts";
import { or } from "../core/logic.ts";
import { type ComplexTensor, calculator } from "./calculator.ts";

/** A tensor of bool. Source: StableHLO `compare` EQ. */
export function complexEqual(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): TensorId {
  const c = calculator(b, x);
  return c.and(c.equal(x.re, y.re), c.equal(x.im, y.im));
}

/** A tensor of bool. Source: StableHLO `compare` NE. */
export function complexNotEqual(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): TensorId {
  const parts = [b.emit(notEqual, [x.re, y.re], {}), b.emit(notEqual, [x.im, y.im], {})] as const;
  return b.emit(or, parts, {});
}

/** The one whose real part is larger, then whose imaginary part is. Source: StableHLO `maximum`. */
export function complexMaximum(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  return chosen(b, x, y, "greater");
}

/** The one whose real part is smaller, then whose imaginary part is. Source: StableHLO `minimum`. */
export function complexMinimum(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  return chosen(b, x, y, "less");
}

function chosen(
  b: GraphBuilder,
  x: ComplexTensor,
  y: ComplexTensor,
  holds: "greater" | "less",
): ComplexTensor {
  const c = calculator(b, x);
  const first = c.select(c.equal(x.re, y.re), x.im, x.re);
  const second = c.select(c.equal(x.re, y.re), y.im, y.re);
  const left = c[holds](first, second);
  return { re: c.select(left, x.re, y.re), im: c.select(left, x.im, y.im) };
}
