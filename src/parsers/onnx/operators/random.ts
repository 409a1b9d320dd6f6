import type { ElementType } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { convert } from "../../../ops/core/convert.ts";
import { dropout, seededDropout } from "../../../ops/leaf/dropout.ts";
import {
  bernoulli,
  multinomial,
  type RandomAttributes,
  randomNormal,
  randomUniform,
} from "../../../ops/leaf/random.ts";
import { requireElementType } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";

/** The element type that `dtype` names. */
function elementOf(node: NodeContext, otherwise: ElementType): ElementType {
  const dataType = node.int("dtype", 0);
  return dataType === 0 ? otherwise : requireElementType(dataType, node.outputs[0] ?? "");
}

/** Where none is stated the seed is 0: results of a run are the same on every machine. */
function seedOf(node: NodeContext): number {
  return node.float("seed", 0);
}

/** What all numbers have, of a stated shape or that of an input. */
function randomAttributes(node: NodeContext, like: boolean): RandomAttributes {
  return {
    seed: seedOf(node),
    element: elementOf(node, like ? node.element(0) : "f32"),
    shape: like ? node.shape(0) : (node.ints("shape") ?? []),
  };
}

function lowerUniform(like: boolean): Lowering {
  return (node) =>
    node.b.emit(randomUniform, [...(like ? [node.input(0)] : []), ...drawnAnew(node)], {
      ...randomAttributes(node, like),
      low: node.float("low", 0),
      high: node.float("high", 1),
    });
}

function lowerNormal(like: boolean): Lowering {
  return (node) =>
    node.b.emit(randomNormal, [...(like ? [node.input(0)] : []), ...drawnAnew(node)], {
      ...randomAttributes(node, like),
      mean: node.float("mean", 0),
      scale: node.float("scale", 1),
    });
}

/** An input of the network, so that the numbers are no constants: they are drawn in each run. */
function drawnAnew(node: NodeContext): readonly TensorId[] {
  return node.b.graph.inputs.slice(0, 1);
}

const lowerBernoulli: Lowering = (node) =>
  node.b.emit(bernoulli, [node.input(0), ...drawnAnew(node)], {
    seed: seedOf(node),
    element: elementOf(node, node.element(0)),
  });

const lowerMultinomial: Lowering = (node) =>
  node.b.emit(multinomial, [node.input(0), ...drawnAnew(node)], {
    seed: seedOf(node),
    samples: node.int("sample_size", 1),
    element: elementOf(node, "i32"),
  });

/** In inference the data themselves, and a mask that is true everywhere. */
const lowerDropout: Lowering = (node) => {
  if (dropsElements(node)) return dropElements(node);
  if (!wantsMask(node)) return node.input(0);
  const kept = node.b.scalar(node.version < 10 ? node.element(0) : "bool", 1);
  return [node.input(0), node.b.emit(broadcast, [kept], { shape: node.shape(0) })];
};

function wantsMask(node: NodeContext): boolean {
  return (node.outputs[1] ?? "") !== "";
}

/** Opsets 7 to 11 are for inference only; a ratio of 0 drops nothing. */
function dropsElements(node: NodeContext): boolean {
  if (node.version < 7) return node.int("is_test", 0) === 0;
  if (node.version < 12 || node.optional(2) === undefined) return false;
  const training = Number(node.constant(2).data[0] ?? 0) !== 0;
  return training && node.knownConstant(1)?.data[0] !== 0;
}

/** Numbers are those of the seed that is stated; NumPy's generator has none for a longer one. */
function dropElements(node: NodeContext): readonly TensorId[] {
  const seed = node.int("seed", 0);
  const operator = node.has("seed") && seed >>> 0 === seed ? seededDropout : dropout;
  const anew = node.knownConstant(0) === undefined ? [] : drawnAnew(node);
  const inputs = [node.input(0), ratioOf(node), ...anew];
  const [result, mask] = node.b.emitAll(operator, inputs, { seed: seed >>> 0 }) as [
    TensorId,
    TensorId,
  ];
  if (node.version >= 10 || !wantsMask(node)) return [result, mask];
  return [result, node.b.emit(convert, [mask], { to: node.element(0), saturate: true })];
}

/** An attribute before opset 7, an input from opset 12 on. */
function ratioOf(node: NodeContext): TensorId {
  if (node.version < 7) return node.b.scalar("f32", node.float("ratio", 0.5));
  return node.optional(1) ?? node.b.scalar(node.element(0), 0.5);
}

/** Random numbers. */
export const random: LoweringTable = {
  Bernoulli: lowerBernoulli,
  Dropout: lowerDropout,
  Multinomial: lowerMultinomial,
  RandomNormal: lowerNormal(false),
  RandomNormalLike: lowerNormal(true),
  RandomUniform: lowerUniform(false),
  RandomUniformLike: lowerUniform(true),
};
