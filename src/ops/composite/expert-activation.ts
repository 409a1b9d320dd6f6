import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { add, maximum, minimum, multiply } from "../core/arithmetic.ts";
import { clip } from "../core/clip.ts";
import { gelu, swish } from "./gates.ts";
import { partAlong } from "./part.ts";
import { scalarLike } from "./precision.ts";

/** Between the two products; swiglu alone has a gate and a factor. */
export type ExpertActivation =
  | { readonly kind: "relu" | "gelu" | "silu" | "identity" }
  | {
      readonly kind: "swiglu";
      readonly alpha: number;
      readonly beta: number;
      /** Absent: none. */
      readonly limit?: number;
      /** How one product holds gate and factor; a third one has the factor where they are apart. */
      readonly layout: "apart" | "interleaved" | "halves";
    };

/**
 * What goes into the second product. Swiglu is Swish(gate) x (factor + beta), where the gate is cut
 * above the limit and the factor on both sides; gelu is the one with tanh.
 *
 * @param factor - of swiglu, where a product of its own makes it
 */
export function activated(
  b: GraphBuilder,
  x: TensorId,
  factor: TensorId | undefined,
  activation: ExpertActivation,
): TensorId {
  switch (activation.kind) {
    case "relu":
      return b.emit(maximum, [x, scalarLike(b, x, 0)], {});
    case "gelu":
      return b.emit(gelu, [x], { approximate: "tanh" });
    case "silu":
      return b.emit(swish, [x], { alpha: 1 });
    case "identity":
      return x;
    case "swiglu":
      return gated(b, gateAndFactor(b, x, factor, activation.layout), activation);
    default:
      return activation satisfies never;
  }
}

type Swiglu = Extract<ExpertActivation, { kind: "swiglu" }>;

function gateAndFactor(
  b: GraphBuilder,
  x: TensorId,
  factor: TensorId | undefined,
  layout: Swiglu["layout"],
): readonly [TensorId, TensorId] {
  if (layout === "apart" && factor !== undefined) return [x, factor];
  const half = (b.shape(x)[2] as number) / 2;
  const part = (start: number, step: number) => partAlong(b, x, 2, { start, count: half, step });
  return layout === "interleaved" ? [part(0, 2), part(1, 2)] : [part(0, 1), part(half, 1)];
}

function gated(
  b: GraphBuilder,
  [gate, factor]: readonly [TensorId, TensorId],
  { alpha, beta, limit }: Swiglu,
): TensorId {
  const bound = (sign: number) => scalarLike(b, gate, sign * (limit as number));
  const open = limit === undefined ? gate : b.emit(minimum, [gate, bound(1)], {});
  const cut = limit === undefined ? factor : b.emit(clip, [factor, bound(-1), bound(1)], {});
  const raised = beta === 0 ? cut : b.emit(add, [cut, scalarLike(b, cut, beta)], {});
  return b.emit(multiply, [b.emit(swish, [open], { alpha }), raised], {});
}
