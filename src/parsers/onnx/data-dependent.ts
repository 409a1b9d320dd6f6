import type { TensorType } from "../../graph/tensor-type.ts";
import type { ResultType } from "../../ops/operator.ts";

/** Output types of operators whose sizes their elements decide, with 1 for each such size. */
const WITH_ONE: Readonly<Record<string, (inputs: readonly TensorType[]) => readonly ResultType[]>> =
  {
    NonMaxSuppression: () => [{ element: "i64", shape: [1, 3] }],
    NonZero: ([x]) => [{ element: "i64", shape: [x?.shape.length ?? 0, 1] }],
  };

/** Types of outputs where the file states none; undefined for operators of which that is not known. */
export function outputsWithOne(
  operator: string,
  inputs: readonly TensorType[],
): readonly ResultType[] | undefined {
  return Object.hasOwn(WITH_ONE, operator) ? WITH_ONE[operator]?.(inputs) : undefined;
}
