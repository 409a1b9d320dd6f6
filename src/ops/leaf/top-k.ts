import { pickedAlong } from "../../domain/transfer/reducing.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric, normalizeAxis, refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface TopKAttributes {
  readonly k: number;
  readonly axis: number;
  readonly largest: boolean;
}

type Ordered = number | bigint;

/**
 * The k largest or smallest elements along an axis, best first, and their indices as i64.
 *
 * Of equal elements the lower index comes first; NaN is above everything; -0 equals +0. Counted as a
 * sort: n x ceil(log2 n) comparisons for each run of n elements.
 *
 * Source: ONNX `TopK` with `sorted` 1.
 */
export const topK: PrimitiveOperator<TopKAttributes, 1> = {
  kind: "leaf",
  name: "topK",
  arity: 1,
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
  evaluate([x], { attributes: { k, axis, largest }, outputs }) {
    const [values, indices] = outputs.map((type) => zeros(type)) as [
      ReturnType<typeof zeros>,
      ReturnType<typeof zeros>,
    ];
    const along = normalizeAxis("topK", axis, x.type.shape.length);
    const size = x.type.shape[along] as number;
    const inner = elementCount(x.type.shape.slice(along + 1));
    const runs = size === 0 ? 0 : x.data.length / size;
    for (let run = 0; run < runs; run++) {
      const [outer, lane] = [Math.floor(run / inner), run % inner];
      const first = outer * size * inner + lane;
      const best = bestOf(
        Array.from({ length: size }, (_, i) => at(x.data, first + i * inner)),
        largest,
      );
      for (let i = 0; i < k; i++) {
        const place = (outer * k + i) * inner + lane;
        values.data[place] = at(x.data, first + (best[i] as number) * inner) as never;
        indices.data[place] = BigInt(best[i] as number) as never;
      }
    }
    return [values, indices];
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
