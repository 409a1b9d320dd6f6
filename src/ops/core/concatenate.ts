import { concatenated } from "../../domain/transfer/joining.ts";
import { zeros } from "../../graph/tensor.ts";
import {
  elementCount,
  equalShapes,
  formatShape,
  type TensorType,
} from "../../graph/tensor-type.ts";
import { expectOneElement, normalizeAxis, refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/** Inputs one after another along an axis. Source: StableHLO `concatenate`; ONNX `Concat`. */
export const concatenate: PrimitiveOperator<{ readonly axis: number }> = {
  kind: "core",
  name: "concatenate",
  moves: "join",
  infer(inputs, { axis }) {
    const [first] = inputs;
    if (first === undefined) return refuse("invalid-attribute", "concatenate", "inputs", "none");
    const element = expectOneElement("concatenate", inputs);
    const along = normalizeAxis("concatenate", axis, first.shape.length);
    const rest = (type: TensorType) => type.shape.filter((_, i) => i !== along);
    for (const type of inputs) {
      if (equalShapes(rest(type), rest(first)) && type.shape.length === first.shape.length)
        continue;
      const expected = `${formatShape(first.shape)} but for axis ${along}`;
      refuse("shape-mismatch", "concatenate", expected, formatShape(type.shape));
    }
    const total = inputs.reduce((sum, type) => sum + (type.shape[along] as number), 0);
    return [{ element, shape: first.shape.map((size, i) => (i === along ? total : size)) }];
  },
  work: () => NO_WORK,
  values(inputs, site, solver) {
    const rank = (site.outputs[0] as TensorType).shape.length;
    const along = normalizeAxis("concatenate", site.attributes.axis, rank);
    return [concatenated(inputs, along, site, solver)];
  },
  evaluate(inputs, { attributes, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { shape } = result.type;
    const along = normalizeAxis("concatenate", attributes.axis, shape.length);
    const blocks = elementCount(shape.slice(0, along));
    const row = elementCount(shape.slice(along));
    let start = 0;
    for (const { data, type } of inputs) {
      const length = elementCount(type.shape.slice(along));
      for (let block = 0; block < blocks; block++) {
        const part = data.subarray(block * length, (block + 1) * length);
        result.data.set(part as never, block * row + start);
      }
      start += length;
    }
    return [result];
  },
};
