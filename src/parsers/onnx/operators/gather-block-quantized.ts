import { isFloat } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { elementCount, equalShapes } from "../../../graph/tensor-type.ts";
import { normalizeAxis } from "../../../ops/checks.ts";
import { gatherBlockQuantized } from "../../../ops/composite/gather-block-quantized.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import type { Lowering, NodeContext } from "../node-context.ts";
import { PACKED_CODES, unpackedCodes } from "./packed-weights.ts";
import { present } from "./quantized-inputs.ts";

/** Codes in bytes, several in each along the last axis; other element types are what they say. */
function unpacked(node: NodeContext, input: number, length: number): TensorId {
  const bits = node.int("bits", 4);
  const element = PACKED_CODES[bits];
  if (element === undefined) {
    return node.refuse("invalid-attribute", "bits of 2, 4 or 8", `${bits}`);
  }
  const outer = node.shape(input).slice(0, -1);
  const rows = unpackedCodes(node, input, element, [elementCount(outer), length]);
  return node.b.emit(reshape, [rows], { shape: [...outer, length] });
}

/** Codes and zero points of a table, each an element for itself. */
function codesOf(node: NodeContext, axis: number, blockSize: number): readonly TensorId[] {
  if (node.element(0) !== "u8") return [node.input(0), ...present(node, 3)];
  const bits = node.int("bits", 4);
  const length = ((node.shape(0).at(-1) as number) * 8) / bits;
  const codes = unpacked(node, 0, length);
  if (node.optional(3) === undefined) {
    const middle = node.b.scalar(node.b.element(codes), 2 ** (bits - 1));
    return [codes, node.b.emit(broadcast, [middle], { shape: node.shape(2) })];
  }
  const blocks = axis === node.rank(0) - 1 ? Math.ceil(length / blockSize) : length;
  return [codes, unpacked(node, 3, blocks)];
}

/** The scales, one for each block; those of floats may be shared along other axes. */
function scalesOf(node: NodeContext, table: readonly number[], axis: number, blockSize: number) {
  const shape = table.map((size, i) => (i === axis ? Math.ceil(size / blockSize) : size));
  const scales = node.input(2);
  return equalShapes(node.shape(2), shape) || !isFloat(node.element(0))
    ? scales
    : node.b.emit(broadcast, [scales], { shape });
}

export const lowerGatherBlockQuantized: Lowering = (node) => {
  const axisOf = (name: string, otherwise: number) =>
    normalizeAxis(node.operator, node.int(name, otherwise), node.rank(0));
  const [quantizeAxis, gatherAxis] = [axisOf("quantize_axis", 1), axisOf("gather_axis", 0)];
  const stated = node.int("block_size", 128);
  const blockSize = stated === 0 ? (node.shape(0)[quantizeAxis] as number) : stated;
  const [codes, ...zeros] = codesOf(node, quantizeAxis, blockSize) as [TensorId, ...TensorId[]];
  const scales = scalesOf(node, node.b.shape(codes), quantizeAxis, blockSize);
  const inputs = [codes, node.input(1), scales, ...zeros];
  return node.b.emit(gatherBlockQuantized, inputs, { gatherAxis, quantizeAxis, blockSize });
};
