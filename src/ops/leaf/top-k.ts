import { pickedAlong } from "../../domain/transfer/reducing.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric, normalizeAxis, refuse } from "../checks.ts";
import { take } from "../move.ts";
import { always, readsFloat } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { inTotalOrder } from "../total-order.ts";
import { scalarWork } from "../work.ts";

export interface TopKAttributes {
  readonly k: number;
  readonly axis: number;
  readonly largest: boolean;
  /** Floats in IEEE 754's total order; absent: NaN is above everything, and -0 equals +0. */
  readonly totalOrder?: true;
}

type Ordered = number | bigint;

/**
 * The k largest or smallest elements along an axis, best first, and their indices as i64.
 *
 * Of equal elements the lower index comes first. Counted as a sort: n x ceil(log2 n) comparisons for
 * each run of n elements.
 *
 * Source: ONNX `TopK` with `sorted` 1; CHLO `top_k`, in total order.
 */
export const topK: PrimitiveOperator<TopKAttributes, 1> = {
  kind: "leaf",
  name: "topK",
  arity: 1,
  keepsNans: always,
  readsNanBits: (site) => site.attributes.totalOrder === true && readsFloat(site),
  infer([x], { k, axis }) {
    expectElement("topK", x, isNumeric, "a numeric type");
    const along = normalizeAxis("topK", axis, x.shape.length);
    const size = x.shape[along] as number;
    if (!Number.isSafeInteger(k) || k < 0 || k > size) {
      refuse("invalid-attribute", "topK", `k from 0 to ${size}`, `${k}`);
    }
    const shape = x.shape.with(along, k);
    return [
      { element: x.element, shape },
      { element: "i64", shape },
    ];
  },
  work({ attributes, inputs }) {
    const { shape } = inputs[0] as TensorType;
    const size = shape[normalizeAxis("topK", attributes.axis, shape.length)] as number;
    return scalarWork(elementCount(shape) * Math.ceil(Math.log2(Math.max(1, size))), "compare");
  },
  values: ([x], { attributes, inputs }, solver) => {
    const rank = (inputs[0] as TensorType).shape.length;
    return [pickedAlong(x, [normalizeAxis("topK", attributes.axis, rank)], solver), undefined];
  },
  evaluate([x], { attributes: { k, axis, largest, totalOrder }, outputs }) {
    const [type, indices] = [outputs[0] as TensorType, zeros(outputs[1] as TensorType)];
    const { data } = totalOrder === true ? inTotalOrder(x) : x;
    const from = new Int32Array(indices.data.length);
    const along = normalizeAxis("topK", axis, x.type.shape.length);
    const size = x.type.shape[along] as number;
    const inner = elementCount(x.type.shape.slice(along + 1));
    const runs = size === 0 ? 0 : x.data.length / size;
    for (let run = 0; run < runs; run++) {
      const [outer, lane] = [Math.floor(run / inner), run % inner];
      const first = outer * size * inner + lane;
      const best = bestOf(
        Array.from({ length: size }, (_, i) => at(data, first + i * inner)),
        largest,
      );
      for (let i = 0; i < k; i++) {
        const place = (outer * k + i) * inner + lane;
        from[place] = first + (best[i] as number) * inner;
        indices.data[place] = BigInt(best[i] as number) as never;
      }
    }
    return [take(x, type, from), indices];
  },
};

function at(data: ArrayLike<Ordered>, index: number): Ordered {
  return data[index] as Ordered;
}

/** Indices of a run, best first. */
function bestOf(run: readonly Ordered[], largest: boolean): readonly number[] {
  const sign = largest ? -1 : 1;
  return run
    .map((_, i) => i)
    .sort((a, b) => sign * compare(run[a] as Ordered, run[b] as Ordered) || a - b);
}

function compare(x: Ordered, y: Ordered): number {
  if (x < y) return -1;
  if (x > y) return 1;
  return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
}
