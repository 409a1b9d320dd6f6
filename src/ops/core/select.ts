import { selected } from "../../domain/transfer/joining.ts";
import { stretchedSets } from "../../domain/transfer/moving.ts";
import { allocate, type Carrier } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement } from "../checks.ts";
import { aligned } from "../elementwise.ts";
import { chooseElements } from "../move.ts";
import { always } from "../nan-bits.ts";
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
  keepsNans: always,
  infer([predicate, yes, no]) {
    expectElement("select", predicate, (element) => element === "bool", "a bool predicate");
    const element = expectOneElement("select", [yes, no]);
    const shapes = [predicate.shape, yes.shape, no.shape];
    return [{ element, shape: broadcastShapes("select", shapes) }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare"),
  values: (inputs, site, solver) => [selected(stretchedSets(inputs, site, solver), site, solver)],
  evaluate([predicate, yes, no], { outputs }) {
    const type = outputs[0] as TensorType;
    const data = allocate(type.element, elementCount(type.shape));
    const [holds, left, right] = [predicate, yes, no].map((x) => aligned(x, type.shape)) as [
      Carrier,
      Carrier,
      Carrier,
    ];
    chooseElements(holds, left, right, data);
    return [{ type, data }];
  },
};
