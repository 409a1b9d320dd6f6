import { broadcasted } from "../../domain/transfer/moving.ts";
import { equalShapes, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes, broadcastStrides, offsets } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/**
 * The input stretched to a shape that it broadcasts to.
 *
 * Source: numpy's rule; ONNX `Expand`; StableHLO `broadcast_in_dim` after a reshape.
 */
export const broadcast: PrimitiveOperator<{ readonly shape: readonly number[] }, 1> = {
  kind: "core",
  name: "broadcast",
  arity: 1,
  moves: "all",
  movement: ({ inputs, outputs }) =>
    broadcasted((inputs[0] as TensorType).shape, (outputs[0] as TensorType).shape),
  infer([x], { shape }) {
    if (!equalShapes(broadcastShapes("broadcast", [x.shape, shape]), shape)) {
      const expected = `a shape that ${formatShape(x.shape)} stretches to`;
      refuse("shape-mismatch", "broadcast", expected, formatShape(shape));
    }
    return [{ element: x.element, shape }];
  },
  work: () => NO_WORK,
  evaluate([x], { outputs }) {
    const type = outputs[0] as TensorType;
    return [take(x, type, offsets(type.shape, broadcastStrides(x.type.shape, type.shape)))];
  },
};
