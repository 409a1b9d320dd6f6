import { reshape } from "../../../ops/core/reshape.ts";
import { type Bound, NOTHING } from "../../lowering/bound.ts";
import type { StructuredLowering } from "./node.ts";

function holds(bound: Bound): boolean {
  return bound !== undefined && bound !== NOTHING;
}

const optional: StructuredLowering = ({ inputs }) => [inputs[0] ?? NOTHING];

const hasElement: StructuredLowering = ({ inputs, target: { b } }) => {
  const answer = b.scalar("bool", holds(inputs[0]) ? 1 : 0);
  return [b.emit(reshape, [answer], { shape: [] })];
};

const getElement: StructuredLowering = ({ inputs, context }) => {
  const [value] = inputs;
  if (holds(value)) return [value];
  return context.refuse("invalid-attribute", "an optional that holds something", "an empty one");
};

/** Operators on optionals. Source: ONNX `Optional`, `OptionalHasElement`, `OptionalGetElement`. */
export const optionals: Readonly<Record<string, StructuredLowering>> = {
  Optional: optional,
  OptionalGetElement: getElement,
  OptionalHasElement: hasElement,
};
