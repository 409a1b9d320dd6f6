import type { ElementType } from "../../src/graph/element-type.ts";
import { allocate, type Tensor } from "../../src/graph/tensor.ts";
import { elementCount, TypeTable } from "../../src/graph/tensor-type.ts";

const types = new TypeTable();

/** A tensor of these elements. */
export function tensor(
  element: ElementType,
  shape: readonly number[],
  values: readonly (number | bigint)[],
): Tensor {
  const data = allocate(element, elementCount(shape));
  values.forEach((value, i) => {
    data[i] = value as never;
  });
  return { type: types.intern(element, shape), data };
}
