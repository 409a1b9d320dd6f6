import { selected } from "../../domain/transfer/joining.ts";
import { stretchedSets } from "../../domain/transfer/moving.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement } from "../checks.ts";
import { aligned } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { broadcastShapes } from "../shapes.ts";
import { scalarWork } from "../work.ts";

/**
 * The second input where the first one holds, else the third; the three broadcast.
 *
 * Source: ONNX `Where`; StableHLO `select`.
 */
export const select: PrimitiveOperator<object, 3> = {
  kind: "core",
  name: "select",
  arity: 3,
  elementwise: true,
  infer([predicate, yes, no]) {
    expectElement("select", predicate, (element) => element === "bool", "a bool predicate");
    const element = expectOneElement("select", [yes, no]);
    const shapes = [predicate.shape, yes.shape, no.shape];
    return [{ element, shape: broadcastShapes("select", shapes) }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare"),
  values: (inputs, site, solver) => [selected(stretchedSets(inputs, site, solver), site, solver)],
  evaluate([predicate, yes, no], { outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { shape } = result.type;
    const holds = aligned(predicate, shape);
    const [whenTrue, whenFalse] = [aligned(yes, shape), aligned(no, shape)];
    for (let i = 0; i < holds.length; i++) {
      result.data[i] = (holds[i] === 1 ? whenTrue[i] : whenFalse[i]) as never;
    }
    return [result];
  },
};
