import { uniform } from "../../domain/solver.ts";
import { moved, padded, pickedInPlace } from "../../domain/transfer/moving.ts";
import { allocate } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, refuse } from "../checks.ts";
import { copyElements, fillElements } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { type Padding, paddedRegion, paddedShape } from "../padding.ts";
import { stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/**
 * The first input with the second one, a scalar, around and between its elements.
 *
 * Size = low + n + (n - 1) x interior + high on each axis.
 *
 * Source: StableHLO `pad`; ONNX `Pad` with mode constant, `CenterCropPad`.
 */
export const pad: PrimitiveOperator<Padding, 2> = {
  kind: "core",
  name: "pad",
  arity: 2,
  moves: "all",
  movement: () => pickedInPlace,
  steering: [1],
  infer([x, value], padding) {
    const element = expectOneElement("pad", [x, value]);
    expectShape("pad", "a padded value", value, []);
    const { low, high, interior } = padding;
    const rank = x.shape.length;
    if ([low, high, interior].some((list) => list.length !== rank) || interior.some((n) => n < 0)) {
      refuse("invalid-attribute", "pad", `${rank} entries a list`, `${low}; ${high}; ${interior}`);
    }
    const shape = paddedShape(x.shape, padding);
    if (shape.some((size) => size < 0)) {
      refuse("invalid-attribute", "pad", "a shape that is not negative", formatShape(shape));
    }
    return [{ element, shape }];
  },
  work: () => NO_WORK,
  values([x], { attributes, inputs }, solver) {
    const name = () => `pad ${inputs[0]?.shape} ${JSON.stringify(attributes)}`;
    const within = moved(x, pickedInPlace, name, solver);
    const grows = [...attributes.low, ...attributes.high, ...attributes.interior].some(
      (n) => n > 0,
    );
    return [grows ? padded(within, uniform(solver, 1), solver) : within];
  },
  evaluate([x, value], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const data = allocate(type.element, elementCount(type.shape));
    fillElements(value.data, data);
    const { to, from } = paddedRegion(x.type.shape, stridesOf(x.type.shape), attributes);
    const places = new Int32Array(data.length).fill(-1);
    for (let i = 0; i < to.length; i++) places[to[i] as number] = from[i] as number;
    copyElements(x.data, places, data);
    return [{ type, data }];
  },
};
