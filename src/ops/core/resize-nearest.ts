import { moved, padded, pickedInPlace } from "../../domain/transfer/moving.ts";
import { type ElementType, integerRange, isBigInteger, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { coordinateOf, expectResampling, type Resampling } from "../resampling.ts";
import { crossOffsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/** Which of two neighbours is taken; the ties of the first two go down and up. */
export const NEAREST_MODES = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"] as const;
export type NearestMode = (typeof NEAREST_MODES)[number];

export interface ResizeNearestAttributes extends Resampling {
  readonly nearest: NearestMode;
}

const ROUND: Readonly<Record<NearestMode, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Another resolution, every element that of its nearest neighbour. Source: ONNX `Resize`, `Upsample`. */
export const resizeNearest: PrimitiveOperator<ResizeNearestAttributes, 1> = {
  kind: "core",
  name: "resizeNearest",
  arity: 1,
  moves: "all",
  movement: () => pickedInPlace,
  infer([x], attributes) {
    expectResampling("resizeNearest", x.shape, attributes);
    return [{ element: x.element, shape: attributes.shape }];
  },
  work: () => NO_WORK,
  values([x], { attributes, inputs }, solver) {
    if (attributes.coordinates !== "tf_crop_and_resize") return [undefined];
    const name = () => `resizeNearest ${inputs[0]?.shape} ${JSON.stringify(attributes)}`;
    const within = moved(x, pickedInPlace, name, solver);
    return [
      padded(within, held((inputs[0] as TensorType).element, attributes.extrapolation), solver),
    ];
  },
  evaluate([x], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const strides = stridesOf(x.type.shape);
    const sources = x.type.shape.map((size, axis) => sourcesAlong(size, axis, attributes));
    const lists = sources.map((list, axis) =>
      list.map((index) => Math.max(0, index) * (strides[axis] as number)),
    );
    const result = take(x, type, crossOffsets(lists));
    if (attributes.coordinates === "tf_crop_and_resize") {
      extrapolate(result, sources, attributes.extrapolation);
    }
    return [result];
  },
};

/** A number as a type holds it: truncated and cut to integers; a bool says whether it is not 0. */
function held(element: ElementType, value: number): number {
  if (isFloat(element)) return roundToFloat(element, value);
  if (element === "bool") return value === 0 ? 0 : 1;
  const [least, most] = integerRange(element).map(Number) as [number, number];
  return Math.min(most, Math.max(least, Math.trunc(value)));
}

/** Sets the elements that lie outside the input along any axis. */
function extrapolate(
  { type, data }: Tensor,
  sources: readonly (readonly number[])[],
  value: number,
): void {
  const number = held(type.element, value);
  const fill = isBigInteger(type.element) ? BigInt(number) : number;
  const outside = crossOffsets(sources.map((list) => list.map((index) => (index < 0 ? 1 : 0))));
  outside.forEach((axes, i) => {
    if (axes > 0) data[i] = fill as never;
  });
}

/** Input index for each output index along an axis; -1 where the mode extrapolates. */
function sourcesAlong(size: number, axis: number, a: ResizeNearestAttributes): readonly number[] {
  return Array.from({ length: a.shape[axis] as number }, (_, index) => {
    const coordinate = coordinateOf(index, axis, size, a);
    if (coordinate === undefined) return -1;
    return Math.max(0, Math.min(size - 1, ROUND[a.nearest](coordinate)));
  });
}
