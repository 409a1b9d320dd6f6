import { isFloat } from "../graph/element-type.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { Site } from "./operator.ts";

/** NaNs keep their bits at every site: the fact `keepsNans` of most operators that have it. */
export const always = (): boolean => true;

/** True where the first input is a tensor of floats: the fact `readsNanBits` of what looks at them. */
export function readsFloat({ inputs: [x] }: Pick<Site<unknown>, "inputs">): boolean {
  return isFloat((x as TensorType).element);
}
