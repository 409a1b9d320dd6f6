import type { ElementType } from "../graph/element-type.ts";
import { allocate, type NumberCarrier, type Tensor, zeros } from "../graph/tensor.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { finisher } from "./elementwise.ts";

/** The elements of a tensor of floats or small integers as doubles. */
export function doublesOf({ data }: Tensor): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data as NumberCarrier);
}

/** As many zeros as a tensor of the type has elements. */
export function zeroDoubles({ shape }: TensorType): Float64Array {
  return allocate("f64", elementCount(shape)) as Float64Array;
}

/** Doubles as a tensor of floats, each rounded once. */
export function roundedTensor(type: TensorType, values: ArrayLike<number>): Tensor {
  const result = zeros(type);
  const finish = finisher(type.element);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    result.data[i] = (finish === undefined ? value : finish(value)) as never;
  }
  return result;
}

/** Rounds a double to a float type. */
export function roundingTo(element: ElementType): (x: number) => number {
  if (element === "f64") return (x) => x;
  return finisher(element) ?? Math.fround;
}
