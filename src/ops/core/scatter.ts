import type { Solver } from "../../domain/solver.ts";
import { overwritten } from "../../domain/transfer/joining.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { type ElementType, isBigInteger } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, isNumeric, refuse } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import {
  alongOffsets,
  expectIndices,
  expectInside,
  expectTuples,
  sliceSize,
  tupleOffsets,
} from "../indexing.ts";
import { putElements } from "../move.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { crossOffsets, evenOffsets } from "../shapes.ts";
import { NO_WORK, type ScalarKind, scalarWork, type Work } from "../work.ts";

/** How an update meets the element that is there; updates of one element in ascending order. */
export type ScatterReduction = "none" | "add" | "multiply" | "minimum" | "maximum";

interface Reduction {
  readonly reduction: ScatterReduction;
}

const KINDS = {
  add: "add",
  multiply: "multiply",
  minimum: "compare",
  maximum: "compare",
} as const satisfies Record<Exclude<ScatterReduction, "none">, ScalarKind>;

/** `wide` says whether the numbers are bigint; products of 32-bit integers keep their low bits. */
function combiner(
  reduction: Exclude<ScatterReduction, "none">,
  element: ElementType,
): (x: number, y: number) => number {
  const wide = isBigInteger(element);
  switch (reduction) {
    case "add":
      return (x, y) => x + y;
    case "multiply":
      return element === "i32" || element === "u32" ? Math.imul : (x, y) => x * y;
    case "minimum":
      return wide ? (x, y) => (x < y ? x : y) : Math.min;
    case "maximum":
      return wide ? (x, y) => (x > y ? x : y) : Math.max;
    default:
      return reduction satisfies never;
  }
}

function expectUpdates(
  name: string,
  [x, , updates]: readonly [TensorType, TensorType, TensorType],
  shape: readonly number[],
  { reduction }: Reduction,
): void {
  const element = expectOneElement(name, [x, updates]);
  expectShape(name, "updates", updates, shape);
  if (reduction !== "none" && !isNumeric(element)) {
    refuse("type-mismatch", name, "a numeric type to reduce", element);
  }
}

function isMove({ attributes }: Site<Reduction>): boolean {
  return attributes.reduction === "none";
}

function work({ attributes: { reduction }, inputs }: Site<Reduction>): Work {
  if (reduction === "none") return NO_WORK;
  return scalarWork(elementCount((inputs[2] as TensorType).shape), KINDS[reduction]);
}

function values(
  [x, , updates]: readonly [ValueSet, ValueSet, ValueSet],
  { attributes, outputs }: Site<Reduction>,
  solver: Solver,
): readonly (ValueSet | undefined)[] {
  const { element } = outputs[0] as TensorType;
  return [attributes.reduction === "none" ? overwritten([x, updates], element, solver) : undefined];
}

/** `x` with the update i put at `places[i]`. */
function scattered(
  x: Tensor,
  updates: Tensor,
  places: Int32Array,
  reduction: ScatterReduction,
): Tensor {
  const { element } = x.type;
  const data = x.data.slice();
  if (reduction === "none") {
    putElements(updates.data, places, data);
    return { type: x.type, data };
  }
  const combine = combiner(reduction, element);
  const finish = finisher(element) ?? ((value: number) => value);
  for (let i = 0; i < places.length; i++) {
    const at = places[i] as number;
    data[at] = finish(combine(data[at] as number, updates.data[i] as number)) as never;
  }
  return { type: x.type, data };
}

/**
 * The first input with the updates put where the indices say, each at its own place but for the axis.
 *
 * Source: ONNX `ScatterElements`, `Scatter`.
 */
export const scatterAlong: PrimitiveOperator<Reduction & { readonly axis: number }, 3> = {
  kind: "core",
  name: "scatterAlong",
  arity: 3,
  steering: [1],
  keepsNans: isMove,
  infer([x, indices, updates], attributes) {
    expectIndices("scatterAlong", indices);
    expectInside("scatterAlong", x.shape, indices.shape, attributes.axis);
    expectUpdates("scatterAlong", [x, indices, updates], indices.shape, attributes);
    return [x];
  },
  work,
  values,
  evaluate([x, indices, updates], { attributes: { axis, reduction } }) {
    const places = alongOffsets("scatterAlong", x.type.shape, indices, axis);
    return [scattered(x, updates, places, reduction)];
  },
};

/**
 * The first input with the slices that the tuples on the last axis of the indices name replaced.
 *
 * Source: ONNX `ScatterND`.
 */
export const scatterND: PrimitiveOperator<Reduction, 3> = {
  kind: "core",
  name: "scatterND",
  arity: 3,
  steering: [1],
  keepsNans: isMove,
  infer([x, indices, updates], attributes) {
    expectIndices("scatterND", indices);
    expectTuples("scatterND", x.shape, indices.shape, 0);
    const inner = x.shape.slice(indices.shape.at(-1) as number);
    const shape = [...indices.shape.slice(0, -1), ...inner];
    expectUpdates("scatterND", [x, indices, updates], shape, attributes);
    return [x];
  },
  work,
  values,
  evaluate([x, indices, updates], { attributes: { reduction } }) {
    const slices = tupleOffsets("scatterND", x.type.shape, indices, 0);
    const inner = evenOffsets(sliceSize(x.type.shape, indices.type.shape, 0), 1);
    return [scattered(x, updates, crossOffsets([slices, inner]), reduction)];
  },
};
