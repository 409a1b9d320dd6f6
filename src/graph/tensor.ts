import { AceError } from "../errors.ts";
import { type ElementType, isBigInteger } from "./element-type.ts";
import { elementCount, formatType, type TensorType } from "./tensor-type.ts";

/** Elements as they are computed with: every value of the element type is exact in its carrier. */
export type NumberCarrier =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;
export type BigCarrier = BigInt64Array | BigUint64Array;
export type Carrier = NumberCarrier | BigCarrier;

/**
 * A dense tensor, row-major.
 *
 * f64 is carried in a Float64Array, every other float in a Float32Array, integers of 32 bits and
 * fewer in the array of the next whole byte size, 64-bit integers in bigint arrays, bool as bytes
 * that are 0 or 1. Packed forms exist at rest only; see `packed.ts`.
 */
export interface Tensor {
  readonly type: TensorType;
  readonly data: Carrier;
}

const CARRIERS = {
  f64: Float64Array,
  f32: Float32Array,
  f16: Float32Array,
  bf16: Float32Array,
  f8e4m3fn: Float32Array,
  f8e4m3fnuz: Float32Array,
  f8e4m3b11fnuz: Float32Array,
  f8e4m3: Float32Array,
  f8e5m2: Float32Array,
  f8e5m2fnuz: Float32Array,
  f8e3m4: Float32Array,
  f8e8m0: Float32Array,
  f6e2m3: Float32Array,
  f6e3m2: Float32Array,
  f4e2m1: Float32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
  i4: Int8Array,
  u4: Uint8Array,
  i2: Int8Array,
  u2: Uint8Array,
  bool: Uint8Array,
} as const satisfies Record<ElementType, new (length: number) => Carrier>;

/** The class of the arrays that hold elements of a type. */
export function carrierOf(element: ElementType): (typeof CARRIERS)[ElementType] {
  return CARRIERS[element];
}

/** Largest tensor that is ever held in memory, in elements. */
export const MAX_ELEMENTS = 2 ** 29;

/** @throws {AceError} `too-large` beyond {@link MAX_ELEMENTS} elements */
export function expectHoldable(count: number): void {
  if (count <= MAX_ELEMENTS) return;
  throw new AceError("too-large", {
    action: "hold",
    subject: `a tensor of ${count} elements`,
    expected: `at most ${MAX_ELEMENTS}`,
    got: `${count}`,
  });
}

/**
 * A zeroed carrier.
 *
 * @throws {AceError} `too-large` beyond {@link MAX_ELEMENTS} elements
 */
export function allocate(element: ElementType, count: number): Carrier {
  expectHoldable(count);
  return new CARRIERS[element](count);
}

/** A zeroed tensor of `type`. */
export function zeros(type: TensorType): Tensor {
  return { type, data: allocate(type.element, elementCount(type.shape)) };
}

/** A tensor of `type` that holds one value everywhere. */
export function filled(type: TensorType, value: number): Tensor {
  const { data } = zeros(type);
  data.fill((isBigInteger(type.element) ? BigInt(value) : value) as never);
  return { type, data };
}

/**
 * A tensor around existing elements.
 *
 * @throws {AceError} `malformed-tensor` when carrier or length do not belong to `type`
 */
export function tensorOf(type: TensorType, data: Carrier): Tensor {
  const expected = elementCount(type.shape);
  if (data.length !== expected || !(data instanceof CARRIERS[type.element])) {
    throw new AceError("malformed-tensor", {
      action: "make",
      subject: `a tensor of type ${formatType(type)}`,
      expected: `${expected} elements in ${CARRIERS[type.element].name}`,
      got: `${data.length} in ${data.constructor.name}`,
    });
  }
  return { type, data };
}

/** The elements of a tensor whose carrier is known not to be bigint. */
export function numbers(tensor: Tensor): NumberCarrier {
  const { data } = tensor;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new AceError("type-mismatch", {
      action: "read",
      subject: `a tensor of type ${formatType(tensor.type)} as numbers`,
      expected: "an element type of at most 32 bits or a float",
      got: tensor.type.element,
    });
  }
  return data;
}

/** All elements as JavaScript numbers, 64-bit integers included (exact up to 2^53). */
export function toNumbers(tensor: Tensor): number[] {
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}
