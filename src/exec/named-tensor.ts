import type { Tensor } from "../graph/tensor.ts";

/** A tensor under the name that the model gives it. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}
