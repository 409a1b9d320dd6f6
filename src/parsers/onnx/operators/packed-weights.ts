import { type ElementType, elementBits } from "../../../graph/element-type.ts";
import type { Graph, StoredTensor, TensorId } from "../../../graph/graph.ts";
import { unpackElements } from "../../../graph/packed.ts";
import { allocate, type Carrier } from "../../../graph/tensor.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import type { NodeContext } from "../node-context.ts";

/** Element type of codes by their bits. */
export const PACKED_CODES: Readonly<Record<number, ElementType>> = { 2: "u2", 4: "u4", 8: "u8" };

const unpacked = new WeakMap<Graph, Map<string, TensorId>>();

/**
 * Codes that are stored packed into bytes, low bits first unless `order` says otherwise, as a constant
 * of their own type.
 *
 * Each of `shape[0]` rows starts with a new byte and has `shape[1]` codes; what follows them in the
 * row is padding. The same stored bytes give the same constant.
 */
export function unpackedCodes(
  node: NodeContext,
  input: number,
  element: ElementType,
  shape: readonly [number, number],
  order: "low first" | "high first" = "low first",
): TensorId {
  const { target, id: packed } = node.origin(input);
  const { graph } = target.b;
  const known = unpacked.get(graph) ?? new Map<string, TensorId>();
  unpacked.set(graph, known);
  const key = `${packed} ${element} ${shape} ${order}`;
  const id = known.get(key) ?? graph.addConstant(codesOf(node, input, element, shape, order));
  known.set(key, id);
  const name = graph.tensorName(packed);
  if (name !== undefined) graph.nameTensor(id, name);
  return node.from(target, id);
}

function codesOf(
  node: NodeContext,
  input: number,
  element: ElementType,
  shape: readonly [number, number],
  order: "low first" | "high first",
): StoredTensor {
  const { target, id } = node.origin(input);
  const stored = target.b.graph.constants.get(id);
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
      if (order === "high first") reverseRuns(all, 8 / elementBits(element));
      const data = allocate(element, rows * length);
      for (let row = 0; row < rows; row++) {
        data.set(all.subarray(row * inRow, row * inRow + length) as never, row * length);
      }
      return { type, data };
    },
  };
}

/** Reverses each run of so many neighbours. */
function reverseRuns(codes: Carrier, length: number): void {
  for (let i = 0; i < codes.length; i += length) codes.subarray(i, i + length).reverse();
}
