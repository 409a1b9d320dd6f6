import { type ElementType, elementBits } from "../../../graph/element-type.ts";
import type { Graph, StoredTensor, TensorId } from "../../../graph/graph.ts";
import { unpackElements } from "../../../graph/packed.ts";
import { allocate } from "../../../graph/tensor.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import type { NodeContext } from "../node-context.ts";

const unpacked = new WeakMap<Graph, Map<string, TensorId>>();

/**
 * Codes that are stored packed into bytes, low bits first, as a constant of their own type.
 *
 * Each of `shape[0]` rows starts with a new byte and has `shape[1]` codes; what follows them in the
 * row is padding. The same stored bytes give the same constant.
 */
export function unpackedCodes(
  node: NodeContext,
  input: number,
  element: ElementType,
  shape: readonly [number, number],
): TensorId {
  const { graph } = node.b;
  const known = unpacked.get(graph) ?? new Map<string, TensorId>();
  unpacked.set(graph, known);
  const key = `${node.input(input)} ${element} ${shape}`;
  const id = known.get(key) ?? graph.addConstant(codesOf(node, input, element, shape));
  known.set(key, id);
  const name = graph.tensorName(node.input(input));
  if (name !== undefined) graph.nameTensor(id, name);
  return id;
}

function codesOf(
  node: NodeContext,
  input: number,
  element: ElementType,
  shape: readonly [number, number],
): StoredTensor {
  const stored = node.b.graph.constants.get(node.input(input));
  if (stored === undefined) {
    return node.refuse("unknown-value", `input ${input} stored in the model`, "a computed one");
  }
  const [rows, length] = shape;
  const bytes = elementCount(stored.type.shape);
  const inRow = (bytes / rows) * (8 / elementBits(element));
  if (stored.type.element !== "u8" || bytes % rows !== 0 || inRow < length) {
    const expected = `${rows} rows of ${length} packed codes as input ${input}`;
    node.refuse("shape-mismatch", expected, `${bytes} elements of ${stored.type.element}`);
  }
  const type = node.b.graph.types.intern(element, shape);
  return {
    type,
    read() {
      const all = unpackElements(element, stored.read().data as Uint8Array, rows * inRow);
      const data = allocate(element, rows * length);
      for (let row = 0; row < rows; row++) {
        data.set(all.subarray(row * inRow, row * inRow + length) as never, row * length);
      }
      return { type, data };
    },
  };
}
