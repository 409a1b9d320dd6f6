import { NO_ATTRIBUTES } from "../../stablehlo/program/attribute.ts";
import type { Operation, Value } from "../../stablehlo/program/program.ts";
import type { TensorForm, Type } from "../../stablehlo/program/type.ts";
import { itemsOf, paddingsOf } from "../attribute-text.ts";
import { i64Array, integer } from "./mlir.ts";
import type { Said, Use } from "./use.ts";

/** Opcodes that move elements. */
export const movement: Readonly<Record<string, (use: Use) => Said>> = {
  broadcast: (use) => ({
    name: "stablehlo.broadcast_in_dim",
    attributes: { broadcast_dimensions: i64Array(use.integers("dimensions", [])) },
  }),
  concatenate: (use) => ({
    name: "stablehlo.concatenate",
    attributes: { dimension: integer(onlyDimension(use)) },
  }),
  copy: (use) => ({
    name: use.type.kind === "tensor" ? "stablehlo.reshape" : "stablehlo.optimization_barrier",
  }),
  bitcast,
  iota: (use) => ({
    name: "stablehlo.iota",
    attributes: { iota_dimension: integer(use.integer("iota_dimension")) },
  }),
  pad,
  reverse: (use) => ({
    name: "stablehlo.reverse",
    attributes: { dimensions: i64Array(use.integers("dimensions", [])) },
  }),
  slice,
  transpose: (use) => ({
    name: "stablehlo.transpose",
    attributes: { permutation: i64Array(use.integers("dimensions", [])) },
  }),
  "get-dimension-size": (use) => ({
    name: "stablehlo.get_dimension_size",
    attributes: { dimension: integer(onlyDimension(use)) },
  }),
  "set-dimension-size": (use) => ({
    name: "stablehlo.set_dimension_size",
    attributes: { dimension: integer(onlyDimension(use)) },
  }),
  "get-tuple-element": (use) => ({
    name: "stablehlo.get_tuple_element",
    attributes: { index: integer(use.integer("index"), "i32") },
  }),
};

/** `dimensions={0}` */
export function onlyDimension(use: Use): bigint {
  const dimensions = use.integers("dimensions");
  const [only] = dimensions;
  return only !== undefined && dimensions.length === 1
    ? only
    : use.fail("one dimension", `${dimensions.length}`);
}

/** `slice={[0:1], [0:4:2]}` */
function slice(use: Use): Said {
  const text = use.needed("slice");
  const parts = itemsOf(text)?.map((item) =>
    /^\[(\d{1,19}):(\d{1,19})(?::(\d{1,19}))?\]$/.exec(item),
  );
  if (parts === undefined || parts.includes(null)) use.failValue("slice", "[start:limit]", text);
  const column = (index: number) =>
    i64Array((parts ?? []).map((part) => BigInt(part?.[index] ?? 1)));
  return {
    name: "stablehlo.slice",
    attributes: { start_indices: column(1), limit_indices: column(2), strides: column(3) },
  };
}

/** `padding=0_1x2_0_1`: low, high and between elements. */
function pad(use: Use): Said {
  const text = use.raw("padding");
  const rows = text === undefined ? [] : paddingsOf(text);
  if (rows === undefined || rows.some((row) => row.length < 2 || row.length > 3)) {
    return use.failValue("padding", "low_high", text ?? "");
  }
  const column = (index: number) => i64Array(rows.map((row) => row[index] ?? 0n));
  return {
    name: "stablehlo.pad",
    attributes: {
      edge_padding_low: column(0),
      edge_padding_high: column(1),
      interior_padding: column(2),
    },
  };
}

/**
 * The same bytes seen as another shape: the dimensions in the order in which they are stored,
 * reshaped, and back.
 */
function bitcast(use: Use): Said {
  const [operand] = use.operands;
  const { type } = use;
  const from =
    operand === undefined
      ? undefined
      : storedOrder(operand.type, use.sources[0]?.shape.minorToMajor);
  const to = storedOrder(type, use.instruction.shape.minorToMajor);
  const isSame =
    operand?.type.kind === "tensor" &&
    type.kind === "tensor" &&
    operand.type.element === type.element;
  if (isOtherElement(use, from, to)) return { name: "stablehlo.bitcast_convert" };
  if (operand === undefined || from === undefined || to === undefined || !isSame) {
    return { name: "hlo.bitcast" };
  }
  const before: Operation[] = [];
  const step = (
    name: string,
    operand: Value,
    type: Type,
    permutation?: readonly number[],
  ): Value => {
    const result = { type, name: `${use.instruction.name}.${before.length}`, location: undefined };
    const attributes =
      permutation === undefined ? NO_ATTRIBUTES : new Map([["permutation", i64Array(permutation)]]);
    const { at } = use.instruction;
    before.push({
      name,
      operands: [operand],
      results: [result],
      attributes,
      regions: [],
      location: undefined,
      at,
    });
    return result;
  };
  let value = operand;
  if (!isAscending(from)) {
    value = step("stablehlo.transpose", value, permuted(operand.type as TensorForm, from), from);
  }
  if (isAscending(to)) return { name: "stablehlo.reshape", operands: [value], before };
  value = step("stablehlo.reshape", value, permuted(type as TensorForm, to));
  const back = to.map((_, axis) => to.indexOf(axis));
  return {
    name: "stablehlo.transpose",
    operands: [value],
    attributes: { permutation: i64Array(back) },
    before,
  };
}

/** True where only the elements are seen as another type, of the same size then. */
function isOtherElement(
  use: Use,
  from: readonly number[] | undefined,
  to: readonly number[] | undefined,
): boolean {
  const { type } = use;
  const before = use.operands[0]?.type;
  return (
    before?.kind === "tensor" &&
    type.kind === "tensor" &&
    before.element !== type.element &&
    `${before.shape}` === `${type.shape}` &&
    from !== undefined &&
    `${from}` === `${to}`
  );
}

/** Dimensions from the slowest to the fastest. */
function storedOrder(
  type: Type,
  minorToMajor: readonly number[] | undefined,
): readonly number[] | undefined {
  if (type.kind !== "tensor" || type.shape.some((size) => typeof size !== "number"))
    return undefined;
  if (type.shape.length < 2) return type.shape.map((_, axis) => axis);
  return minorToMajor?.toReversed();
}

function isAscending(order: readonly number[]): boolean {
  return order.every((axis, place) => axis === place);
}

function permuted(type: TensorForm, order: readonly number[]): TensorForm {
  return { ...type, shape: order.map((axis) => type.shape[axis] as number) };
}
