import type { Size, Type } from "../../stablehlo/program/type.ts";
import type { HloShape } from "../hlo-module.ts";
import { elementOfNumber, OPAQUE, TOKEN, TUPLE } from "../primitive-types.ts";
import type { TypeTable } from "../type-table.ts";
import type { Field, ProtoSource } from "./wire.ts";

const MOST_LEVELS = 200;

/**
 * A `ShapeProto`.
 *
 * @throws {AceError} `malformed-model`
 */
export function readShapeProto(
  proto: ProtoSource,
  field: Field,
  types: TypeTable,
  level = 0,
): HloShape {
  const range = proto.range(field);
  if (level > MOST_LEVELS) proto.fail(range.offset, `at most ${MOST_LEVELS} levels`, "more");
  let number = 0;
  const sizes: bigint[] = [];
  const isDynamic: bigint[] = [];
  const items: Type[] = [];
  let minorToMajor: readonly number[] | undefined;
  for (const inner of proto.fields(range)) {
    if (inner.number === 2) number = proto.integer(inner);
    else if (inner.number === 3) proto.integers(inner, sizes);
    else if (inner.number === 4) items.push(readShapeProto(proto, inner, types, level + 1).type);
    else if (inner.number === 5) minorToMajor = readLayout(proto, inner);
    else if (inner.number === 6) proto.integers(inner, isDynamic);
  }
  if (number === TUPLE) return { type: types.intern({ kind: "tuple", items }), minorToMajor };
  if (number === TOKEN) return { type: types.intern({ kind: "token" }), minorToMajor };
  if (number === OPAQUE) {
    return { type: types.intern({ kind: "other", text: "opaque" }), minorToMajor };
  }
  const element =
    elementOfNumber(number) ?? proto.fail(range.offset, "a known element type", `${number}`);
  const shape = sizes.map((size, i): Size => {
    const most = Number(size);
    if (size < 0n || !Number.isSafeInteger(most)) {
      proto.fail(range.offset, "sizes of 0 and more", `${size}`);
    }
    return (isDynamic[i] ?? 0n) === 0n ? most : { most };
  });
  const order = orderOf(minorToMajor, shape.length);
  return { type: types.intern({ kind: "tensor", element, shape }), minorToMajor: order };
}

/** `minor_to_major` of a `LayoutProto`; undefined where it has tiles. */
function readLayout(proto: ProtoSource, field: Field): readonly number[] | undefined {
  const order: bigint[] = [];
  let hasTiles = false;
  for (const inner of proto.fields(proto.range(field))) {
    if (inner.number === 1) proto.integers(inner, order);
    else if (inner.number === 6) hasTiles = true;
  }
  return hasTiles ? undefined : order.map(Number);
}

/** A layout that names every dimension once. */
function orderOf(
  order: readonly number[] | undefined,
  rank: number,
): readonly number[] | undefined {
  if (order === undefined || order.length !== rank || new Set(order).size !== rank)
    return undefined;
  return order.every((dimension) => dimension >= 0 && dimension < rank) ? order : undefined;
}
