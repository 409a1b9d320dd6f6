import type { TensorId } from "../../../graph/graph.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { subtract } from "../../../ops/core/arithmetic.ts";
import { slice } from "../../../ops/core/slice.ts";
import { take } from "../../../ops/core/take.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import { type Bound, isTensor } from "../../lowering/bound.ts";
import { lowerPlan } from "../../lowering/looping.ts";
import { expectOutputs } from "../../lowering/regions.ts";
import type { Target } from "../../lowering/target.ts";
import { stacked } from "../../lowering/unroll.ts";
import { INDEX } from "./loop.ts";
import { axisOf, type Body, type StructuredLowering, type StructuredNode } from "./node.ts";

/** A tensor that every trip takes one slice of. */
interface Scanned {
  readonly tensor: TensorId;
  readonly axis: number;
  readonly backwards: boolean;
}

/**
 * A loop over slices of its inputs.
 *
 * Source: ONNX `Scan`; opset 8 has a batch axis before the scanned one.
 */
export const lowerScan: StructuredLowering = (node) => {
  const outputs = node.context.version < 9 ? batched(node) : scan(node);
  return expectOutputs(node, outputs);
};

function scan(node: StructuredNode): readonly Bound[] {
  const { context } = node;
  const inputs = context.allInputs();
  const count = context.int("num_scan_inputs", 0);
  const initial = inputs.slice(0, inputs.length - count);
  const axes = context.ints("scan_input_axes");
  const directions = context.ints("scan_input_directions");
  const scanned = inputs.slice(initial.length).map((tensor, i) => ({
    tensor,
    axis: axisOf(node, axes?.[i] ?? 0, node.target.b.shape(tensor).length),
    backwards: directions?.[i] === 1,
  }));
  const outputs = run(node, node.body("body"), initial, scanned);
  const outputAxes = context.ints("scan_output_axes");
  const outputDirections = context.ints("scan_output_directions");
  return outputs.map((bound, i) => {
    const at = i - initial.length;
    if (at < 0 || !isTensor(bound)) return bound;
    const turned = outputDirections?.[at] === 1 ? reversed(node.target.b, bound) : bound;
    const rank = node.target.b.shape(bound).length;
    return moved(node.target.b, turned, axisOf(node, outputAxes?.[at] ?? 0, rank));
  });
}

/** The scan of each example, one after the other. */
function batched(node: StructuredNode): readonly Bound[] {
  const { context, target } = node;
  const { b } = target;
  const count = context.int("num_scan_inputs", 0);
  const inputs = context.inputs.slice(1).map((_, i) => context.input(i + 1));
  const directions = context.ints("directions");
  const batch = b.shape(inputs[0] ?? context.input(1))[0] ?? 0;
  checkLengths(node, inputs.at(-1) as TensorId);
  const body = node.body("body");
  const examples = Array.from({ length: batch }, (_, example) => {
    const own = inputs.map((id) => b.emit(take, [id, b.scalar("i64", example)], { axis: 0 }));
    const states = own.length - count;
    const scanned = own.slice(states).map((tensor, i) => ({
      tensor,
      axis: 0,
      backwards: directions?.[i] === 1,
    }));
    return run(node, body, own.slice(0, states), scanned);
  });
  return Array.from({ length: node.outputCount }, (_, i) => {
    if (!node.isUsed(i)) return undefined;
    return stacked(
      node,
      examples.map((outputs) => outputs[i]),
    );
  });
}

/** Sequences of other lengths than the longest are not followed. */
function checkLengths(node: StructuredNode, scanned: TensorId): void {
  const { context, target } = node;
  if (context.optional(0) === undefined) return;
  const longest = target.b.shape(scanned)[1];
  const lengths = context.integers(0);
  if (lengths.some((length) => length !== longest)) {
    context.refuse("unsupported-operator", `sequences of length ${longest}`, `${lengths}`);
  }
}

function run(
  node: StructuredNode,
  body: Body,
  initial: readonly TensorId[],
  scanned: readonly Scanned[],
): readonly Bound[] {
  const { target } = node;
  const { b } = target;
  const [first] = scanned;
  if (first === undefined) {
    return node.context.refuse("invalid-attribute", "at least one input to scan", "none");
  }
  const trips = b.shape(first.tensor)[first.axis] as number;
  const slices = (into: Target, index: TensorId) =>
    scanned.map((each) => sliceAt(into, target, each, index));
  return lowerPlan(node, {
    most: b.scalar("i64", BigInt(trips)),
    begins: undefined,
    initial,
    scanned: body.graph.outputs.length - initial.length,
    draft() {
      const draft = body.draft((inside) => {
        const index = inside.argument(INDEX);
        const states = initial.map((id) => inside.argument(b.type(id)));
        return [...states, ...slices(inside, index)];
      });
      return { ...draft, outputs: [draft.target.b.scalar("bool", 1), ...draft.outputs] };
    },
    trip(index, carried) {
      const at = b.scalar("i64", BigInt(index));
      const outputs = body.inline([...carried, ...slices(target, at)]);
      return [b.scalar("bool", 1), ...outputs];
    },
  });
}

function sliceAt(
  into: Target,
  from: Target,
  { tensor, axis, backwards }: Scanned,
  index: TensorId,
): TensorId {
  const { b } = into;
  const last = BigInt((from.b.shape(tensor)[axis] as number) - 1);
  const at = backwards ? b.emit(subtract, [b.scalar("i64", last), index], {}) : index;
  return b.emit(take, [into.from(from, tensor), at], { axis });
}

/** The first axis from its end. */
function reversed(b: GraphBuilder, id: TensorId): TensorId {
  const shape = b.shape(id);
  const [length] = shape as [number];
  const starts = shape.map((_, axis) => (axis === 0 ? Math.max(0, length - 1) : 0));
  return b.emit(slice, [id], {
    starts,
    sizes: shape,
    steps: shape.map((_, axis) => (axis === 0 ? -1 : 1)),
  });
}

/** The first axis where it belongs. */
function moved(b: GraphBuilder, id: TensorId, axis: number): TensorId {
  if (axis === 0) return id;
  const others = b
    .shape(id)
    .map((_, i) => i)
    .slice(1);
  return b.emit(transpose, [id], { permutation: others.toSpliced(axis, 0, 0) });
}
