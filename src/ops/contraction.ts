import { type ElementType, isBigInteger, isFloat } from "../graph/element-type.ts";
import { allocate, type BigCarrier, type Carrier, type Tensor } from "../graph/tensor.ts";
import { finisher } from "./elementwise.ts";
import { copyElements } from "./move.ts";
import { offsets, stridesOf } from "./shapes.ts";

/**
 * Sums of products for many outputs that share their left factors.
 *
 * sums[f] = sum over k of x[k] * table[base + rows[k] + f * step], for k below `length` and f below
 * `width`: one accumulator an output, k ascending, starting at +0.
 *
 * Source: numerics: f32 accumulates every float up to 32 bits, f64 itself; int32 and narrower wrap
 * in 32 bits (no wrap where the width is proven), 64-bit integers in 64.
 */
export interface RowKernel {
  /** Left factors; filled by the caller. */
  readonly x: Carrier;
  /** Where the right factors of each k begin; filled by the caller. */
  readonly rows: Int32Array;
  readonly sums: Carrier;
  run(length: number, width: number, step: number, base: number): void;
}

/** Element type in which products of `element` are summed to `result`. */
export function accumulatorType(element: ElementType, result: ElementType): ElementType {
  if (isFloat(element) || isFloat(result)) {
    return element === "f64" || result === "f64" ? "f64" : "f32";
  }
  return isBigInteger(element) || isBigInteger(result) ? "i64" : "i32";
}

/**
 * What a sum of products becomes in the type of the result; undefined where the store alone is right.
 * Truth values are put together by or.
 */
export function sumFinisher(result: ElementType): ((sum: number) => number) | undefined {
  return result === "bool" ? (sum) => (sum === 0 ? 0 : 1) : finisher(result);
}

/** The elements of a tensor in the type that sums have. */
export function lifted({ data }: Tensor, sum: ElementType): Carrier {
  const target = allocate(sum, 0);
  if (data.constructor === target.constructor) return data;
  if (!isBigInteger(sum))
    return new (target.constructor as Int32ArrayConstructor)(data as Int32Array);
  return BigInt64Array.from(data as Int32Array, BigInt);
}

/** The same with their axes in a new order. */
export function packed(tensor: Tensor, axes: readonly number[], sum: ElementType): Carrier {
  if (axes.every((axis, i) => axis === i)) return lifted(tensor, sum);
  const { shape } = tensor.type;
  const strides = stridesOf(shape);
  const from = offsets(
    axes.map((axis) => shape[axis] as number),
    axes.map((axis) => strides[axis] as number),
  );
  const result = allocate(sum, from.length);
  copyElements(lifted(tensor, sum), from, result);
  return result;
}

/** A kernel on `table`, with room for `length` products of `width` outputs. */
export function rowKernel(
  sum: ElementType,
  table: Carrier,
  length: number,
  width: number,
): RowKernel {
  const rows = new Int32Array(length);
  const x = allocate(sum, length);
  const sums = allocate(sum, width);
  return { x, rows, sums, run: runOf(sum, x, rows, table, sums) };
}

/** The same on matrices [length, width], one after the other. */
export function matrixKernel(
  sum: ElementType,
  table: Carrier,
  length: number,
  width: number,
): RowKernel {
  const kernel = rowKernel(sum, table, length, width);
  for (let k = 0; k < length; k++) kernel.rows[k] = k * width;
  return kernel;
}

type Run = RowKernel["run"];

function runOf(sum: ElementType, x: Carrier, rows: Int32Array, table: Carrier, sums: Carrier): Run {
  switch (sum) {
    case "f32":
      return singles(x as Float32Array, rows, table as Float32Array, sums as Float32Array);
    case "f64":
      return doubles(x as Float64Array, rows, table as Float64Array, sums as Float64Array);
    case "i64":
      return bigIntegers(x as BigCarrier, rows, table as BigCarrier, sums as BigCarrier);
    default:
      return integers(x as Int32Array, rows, table as Int32Array, sums as Int32Array);
  }
}

// Four k at a time: each sum is read and written once for four products, still added in order.
function singles(x: Float32Array, rows: Int32Array, table: Float32Array, sums: Float32Array): Run {
  const round = Math.fround;
  return (length, width, step, base) => {
    sums.fill(0, 0, width);
    let k = 0;
    for (; k + 4 <= length; k += 4) {
      const x0 = x[k] as number;
      const x1 = x[k + 1] as number;
      const x2 = x[k + 2] as number;
      const x3 = x[k + 3] as number;
      const r0 = base + (rows[k] as number);
      const r1 = base + (rows[k + 1] as number);
      const r2 = base + (rows[k + 2] as number);
      const r3 = base + (rows[k + 3] as number);
      for (let f = 0, i = 0; f < width; f++, i += step) {
        let sum = sums[f] as number;
        sum = round(sum + round(x0 * (table[r0 + i] as number)));
        sum = round(sum + round(x1 * (table[r1 + i] as number)));
        sum = round(sum + round(x2 * (table[r2 + i] as number)));
        sum = round(sum + round(x3 * (table[r3 + i] as number)));
        sums[f] = sum;
      }
    }
    for (; k < length; k++) {
      const left = x[k] as number;
      const row = base + (rows[k] as number);
      for (let f = 0, i = 0; f < width; f++, i += step) {
        sums[f] = round((sums[f] as number) + round(left * (table[row + i] as number)));
      }
    }
  };
}

function integers(x: Int32Array, rows: Int32Array, table: Int32Array, sums: Int32Array): Run {
  return (length, width, step, base) => {
    sums.fill(0, 0, width);
    for (let k = 0; k < length; k++) {
      const left = x[k] as number;
      const row = base + (rows[k] as number);
      for (let f = 0, i = 0; f < width; f++, i += step) {
        sums[f] = (sums[f] as number) + Math.imul(left, table[row + i] as number);
      }
    }
  };
}

function doubles(x: Float64Array, rows: Int32Array, table: Float64Array, sums: Float64Array): Run {
  return (length, width, step, base) => {
    sums.fill(0, 0, width);
    for (let k = 0; k < length; k++) {
      const left = x[k] as number;
      const row = base + (rows[k] as number);
      for (let f = 0, i = 0; f < width; f++, i += step) {
        sums[f] = (sums[f] as number) + left * (table[row + i] as number);
      }
    }
  };
}

function bigIntegers(x: BigCarrier, rows: Int32Array, table: BigCarrier, sums: BigCarrier): Run {
  return (length, width, step, base) => {
    sums.fill(0n, 0, width);
    for (let k = 0; k < length; k++) {
      const left = x[k] as bigint;
      const row = base + (rows[k] as number);
      for (let f = 0, i = 0; f < width; f++, i += step) {
        sums[f] = (sums[f] as bigint) + left * (table[row + i] as bigint);
      }
    }
  };
}
