import type { TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { broadcast } from "../ops/core/broadcast.ts";
import { reshape } from "../ops/core/reshape.ts";
import { transpose } from "../ops/core/transpose.ts";
import { type Frame, followed } from "./frame.ts";

/** Larger tensors are weights as a rule: what is known of their codes says more than their bounds. */
const MOST_BOUNDED = 4096;

/** What puts the elements of a tensor elsewhere, perhaps several times, and adds no others. */
export const STRETCHING: ReadonlySet<string> = new Set([
  broadcast.name,
  reshape.name,
  transpose.name,
]);

/** The elements, each at least once, of a tensor that is known and is made of few of them. */
export function fewElements(frame: Frame, tensor: TensorId): Tensor | undefined {
  const source = followed(frame, tensor, ({ operator }) => STRETCHING.has(operator));
  const { shape } = source.frame.graph.type(source.id);
  return elementCount(shape) > MOST_BOUNDED ? undefined : source.frame.folder.value(source.id);
}
