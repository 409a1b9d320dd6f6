import { pickedAlong } from "../../domain/transfer/reducing.ts";
import { type Carrier, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { normalizeAxis, refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface UniqueAttributes {
  /** Slices along it are compared; absent: single elements. */
  readonly axis?: number;
  /** Ascending, instead of in the order in which they come first. */
  readonly sorted: boolean;
}

interface Slices {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

interface Group {
  /** Its slices in order. */
  readonly members: number[];
}

const NAME = "unique";

function slicesOf({ shape }: TensorType, { axis }: UniqueAttributes): Slices {
  if (axis === undefined) return { outer: 1, count: elementCount(shape), inner: 1 };
  const along = normalizeAxis(NAME, axis, shape.length);
  return {
    outer: elementCount(shape.slice(0, along)),
    count: shape[along] as number,
    inner: elementCount(shape.slice(along + 1)),
  };
}

/** Places of the elements of a slice, in order. */
function placesOf({ outer, count, inner }: Slices, slice: number): Int32Array {
  return Int32Array.from(
    { length: outer * inner },
    (_, i) => (Math.floor(i / inner) * count + slice) * inner + (i % inner),
  );
}

/** The groups of equal slices of a tensor; 0 equals -0, and NaN is one value above all others. */
export function uniqueGroups(x: Tensor, attributes: UniqueAttributes): readonly Group[] {
  const slices = slicesOf(x.type, attributes);
  const groups = new Map<string, Group>();
  for (let slice = 0; slice < slices.count; slice++) {
    const key = Array.from(placesOf(slices, slice), (at) => `${x.data[at]}`).join();
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { members: [slice] });
    else known.members.push(slice);
  }
  const found = [...groups.values()];
  if (!attributes.sorted) return found;
  const places = new Map(
    found.map((group) => [group, placesOf(slices, group.members[0] as number)]),
  );
  return found.sort((a, b) =>
    compareAt(x.data, places.get(a) as Int32Array, places.get(b) as Int32Array),
  );
}

function compareAt(data: Carrier, a: Int32Array, b: Int32Array): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [data[a[i] as number] as number, data[b[i] as number] as number];
    if (x < y) return -1;
    if (x > y) return 1;
    const notNumbers = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    if (notNumbers !== 0) return notNumbers;
  }
  return 0;
}

/**
 * The distinct elements or slices of a tensor, `count` of them as is known beforehand; where each
 * comes first, which one each of the input is, and how often it occurs (i64).
 *
 * Counted as a sort: n x ceil(log2 n) comparisons of whole slices.
 *
 * Source: ONNX `Unique`.
 */
export const unique: PrimitiveOperator<UniqueAttributes & { readonly count: number }, 1> = {
  kind: "leaf",
  name: NAME,
  arity: 1,
  infer([x], { count, ...attributes }): readonly ResultType[] {
    const { axis } = attributes;
    const shape =
      axis === undefined ? [count] : x.shape.with(normalizeAxis(NAME, axis, x.shape.length), count);
    return [
      { element: x.element, shape },
      { element: "i64", shape: [count] },
      { element: "i64", shape: [slicesOf(x, attributes).count] },
      { element: "i64", shape: [count] },
    ];
  },
  work({ attributes, inputs }) {
    const { outer, count, inner } = slicesOf(inputs[0] as TensorType, attributes);
    const rounds = Math.ceil(Math.log2(Math.max(1, count)));
    return scalarWork(outer * inner * count * rounds, "compare");
  },
  values: ([x], { inputs }, solver) => {
    const axes = (inputs[0] as TensorType).shape.map((_, axis) => axis);
    return [pickedAlong(x, axes, solver), undefined, undefined, undefined];
  },
  evaluate([x], { attributes: { count, ...attributes }, outputs }) {
    const groups = uniqueGroups(x, attributes);
    if (groups.length !== count) {
      refuse("shape-mismatch", NAME, `${count} distinct slices`, `${groups.length}`);
    }
    const [type, ...types] = outputs as readonly [TensorType, TensorType, TensorType, TensorType];
    const [first, inverse, counts] = types.map(zeros) as [Tensor, Tensor, Tensor];
    groups.forEach(({ members }, group) => {
      first.data[group] = BigInt(members[0] as number) as never;
      counts.data[group] = BigInt(members.length) as never;
      for (const member of members) inverse.data[member] = BigInt(group) as never;
    });
    return [take(x, type, gathered(slicesOf(x.type, attributes), groups)), first, inverse, counts];
  },
};

/** Places of the first slices of all groups, side by side. */
function gathered(slices: Slices, groups: readonly Group[]): Int32Array {
  const { outer, inner } = slices;
  const from = new Int32Array(outer * groups.length * inner);
  groups.forEach(({ members }, group) => {
    placesOf(slices, members[0] as number).forEach((place, i) => {
      from[(Math.floor(i / inner) * groups.length + group) * inner + (i % inner)] = place;
    });
  });
  return from;
}
