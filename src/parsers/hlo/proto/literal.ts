import { elementBits } from "../../../graph/element-type.ts";
import { unpackByteElements } from "../../../graph/packed.ts";
import { allocate, type Carrier, expectHoldable } from "../../../graph/tensor.ts";
import type { Elements } from "../../stablehlo/program/attribute.ts";
import { type TensorForm, typeText } from "../../stablehlo/program/type.ts";
import { elementsText, type NumberForm, numberForm, withoutRepeats } from "../elements.ts";
import type { HloShape } from "../hlo-module.ts";
import { literalField } from "../primitive-types.ts";
import type { TypeTable } from "../type-table.ts";
import { readShapeProto } from "./shape.ts";
import type { Field, ProtoSource, Range } from "./wire.ts";

/** Element types whose numbers are varints. */
const VARINTS: ReadonlySet<string> = new Set(["bool", "i32", "i64", "u32", "u64"]);
const LENGTH_DELIMITED = 2;

/** Elements of a `LiteralProto`: bytes of the file until they are asked for. */
export class ProtoElements implements Elements {
  readonly type: TensorForm;
  readonly #proto: ProtoSource;
  readonly #range: Range;
  readonly #types: TypeTable;

  constructor(type: TensorForm, proto: ProtoSource, range: Range, types: TypeTable) {
    this.type = type;
    this.#proto = proto;
    this.#range = range;
    this.#types = types;
  }

  text(): string {
    return elementsText(this.type, this.read());
  }

  read(): Carrier {
    const form = numberForm(this.type);
    expectHoldable(form.count * form.parts);
    const wanted = literalField(this.type.element);
    const parts: Field[] = [];
    let shape: HloShape | undefined;
    for (const field of this.#proto.fields(this.#range)) {
      if (field.number === 1) shape = readShapeProto(this.#proto, field, this.#types);
      else if (field.number === wanted) parts.push(field);
    }
    if (shape === undefined || typeText(shape.type) !== typeText(this.type)) {
      this.#fail(typeText(this.type), shape === undefined ? "no shape" : typeText(shape.type));
    }
    const order = shape.minorToMajor ?? this.#onlyOrder(form);
    return withoutRepeats(rowMajor(this.#numbers(parts, form), form, order), form);
  }

  /** Where no layout is said there must be one possible only. */
  #onlyOrder({ shape }: NumberForm): readonly number[] {
    if (shape.length > 1) this.#fail("a plain layout", "none, or one with tiles");
    return shape.length === 0 ? [] : [0];
  }

  #numbers(parts: readonly Field[], form: NumberForm): Carrier {
    if (VARINTS.has(form.element)) return this.#varints(parts, form);
    const bytes = this.#bytes(parts);
    const count = form.count * form.parts;
    const bits = form.element === "bool" ? 8 : elementBits(form.element);
    const size = Math.max(1, bits / 8);
    if (bytes.length !== count * size) this.#fail(`${count * size} bytes`, `${bytes.length}`);
    return unpackByteElements(form.element, bytes, count);
  }

  #varints(parts: readonly Field[], form: NumberForm): Carrier {
    const least = parts.reduce((sum, part) => sum + Math.max(1, part.range.length), 0);
    if (least < form.count) this.#fail(`${form.count} elements`, `at most ${least}`);
    const data = allocate(form.element, form.count);
    const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
    let length = 0;
    const push = (value: bigint) => {
      if (length >= data.length) this.#fail(`${form.count} elements`, "more");
      data[length++] = (isBig ? value : this.#small(value, form)) as never;
    };
    for (const part of parts) {
      if (part.wire === LENGTH_DELIMITED) this.#proto.varints(part.range, push);
      else push(part.integer);
    }
    if (length < data.length) this.#fail(`${form.count} elements`, `${length}`);
    return data;
  }

  #small(value: bigint, { element }: NumberForm): number {
    if (element === "bool") return value === 0n ? 0 : 1;
    return Number(element === "u32" ? BigInt.asUintN(32, value) : BigInt.asIntN(32, value));
  }

  #bytes(parts: readonly Field[]): Uint8Array {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return this.#proto.read(only.range);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.range.length, 0));
    let at = 0;
    for (const { range } of parts) {
      whole.set(this.#proto.read(range), at);
      at += range.length;
    }
    return whole;
  }

  #fail(expected: string, got: string): never {
    return this.#proto.fail(this.#range.offset, `a constant of ${expected}`, got);
  }
}

/** Elements that are stored in another order of dimensions, in row-major order. */
function rowMajor(
  data: Carrier,
  { shape, parts, count }: NumberForm,
  minorToMajor: readonly number[],
): Carrier {
  const isRowMajor = minorToMajor.every((dimension, i) => dimension === shape.length - 1 - i);
  if (isRowMajor || count < 2) return data;
  const strides = new Array<number>(shape.length).fill(0);
  let stride = 1;
  for (const dimension of minorToMajor) {
    strides[dimension] = stride;
    stride *= shape[dimension] as number;
  }
  const out = data.slice();
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    for (let part = 0; part < parts; part++) {
      out[to * parts + part] = data[from * parts + part] as never;
    }
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}
