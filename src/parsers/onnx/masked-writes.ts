import type { ByteStringId } from "../../graph/byte-strings.ts";
import { readAttributes } from "./attributes.ts";
import type { OnnxGraph } from "./foreign.ts";
import type { OnnxNodes } from "./nodes.ts";
import { producersOf } from "./order.ts";
import type { OnnxDim } from "./values.ts";
import type { WireReader } from "./wire.ts";

/** `DataType.BOOL` */
const BOOL = 9;

/** What a tensor is before it is stretched to as many elements as there are places. */
const STRETCHING = ["Expand", "Reshape", "Identity"];
const MOST_STEPS = 8;

/**
 * Turns `x[mask] = value` as exporters spell it, ScatterND at the places that NonZero finds, into the
 * Where that it is, so that no size depends on data. True where there was one.
 *
 * The mask must be stated to have the shape of x, the value to be one element.
 */
export function selectMaskedWrites(graph: OnnxGraph, reader: WireReader): boolean {
  const { nodes } = graph;
  const operators = new Set(nodes.kinds.map(({ operator }) => operator));
  if (!operators.has("NonZero") || !operators.has("ScatterND")) return false;
  const producers = producersOf(nodes);
  const search: Search = { graph, nodes, reader, producers };
  let found = false;
  for (let index = 0; index < nodes.length; index++) {
    const inputs = isPlain(index, "ScatterND", search) ? selection(index, search) : undefined;
    if (inputs === undefined) continue;
    nodes.replace(index, "Where", inputs);
    found = true;
  }
  return found;
}

interface Search {
  readonly graph: OnnxGraph;
  readonly nodes: OnnxNodes;
  readonly reader: WireReader;
  /** The node that makes a tensor, by its name; -1: none. */
  readonly producers: Int32Array;
}

/** The mask, the value and x of a write by a mask. */
function selection(scatter: number, search: Search): readonly ByteStringId[] | undefined {
  const { nodes } = search;
  const [x, places, updates] = [0, 1, 2].map((i) => nodes.input(scatter, i));
  const shape = shapeOf(x as ByteStringId, search);
  const turned = madeBy(places as ByteStringId, "Transpose", search);
  if (shape === undefined || turned === undefined) return undefined;
  const found = madeBy(nodes.input(turned, 0), "NonZero", search);
  if (found === undefined) return undefined;
  const mask = before(nodes.input(found, 0), ["Expand"], (id) => isMask(id, shape, search), search);
  const fits = (id: ByteStringId) => isOne(id, shape.length, search);
  const value = before(updates as ByteStringId, STRETCHING, fits, search);
  return mask === undefined || value === undefined ? undefined : [mask, value, x as ByteStringId];
}

/** The first tensor, from `tensor` a few steps back through inputs of some operators, that fits. */
function before(
  tensor: ByteStringId,
  through: readonly string[],
  fits: (tensor: ByteStringId) => boolean,
  search: Search,
): ByteStringId | undefined {
  let at = tensor;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (fits(at)) return at;
    const node = through
      .map((operator) => madeBy(at, operator, search))
      .find((index) => index !== undefined);
    if (node === undefined) return undefined;
    at = search.nodes.input(node, 0);
  }
  return undefined;
}

function madeBy(tensor: ByteStringId, operator: string, search: Search): number | undefined {
  const index = search.producers[tensor] as number;
  return index >= 0 && isPlain(index, operator, search) ? index : undefined;
}

/** Whether a node is this operator of ONNX, without attributes that make it another one. */
function isPlain(index: number, operator: string, { nodes, reader }: Search): boolean {
  const kind = nodes.kindNames(nodes.kind(index));
  if (kind.domain !== "" || kind.operator !== operator) return false;
  const attributes = readAttributes(reader, nodes.attributes.range(nodes.attributesOf(index)));
  const reduction = attributes.get("reduction");
  const perm = attributes.get("perm");
  const isStored = reduction?.kind !== "string" || reduction.value === "none";
  return isStored && (perm?.kind !== "ints" || `${perm.value}` === "1,0");
}

function isMask(tensor: ByteStringId, shape: readonly OnnxDim[], search: Search): boolean {
  const { graph, nodes } = search;
  const stated = graph.statedTypes.get(nodes.names.text(tensor));
  if (stated?.kind !== "tensor" || stated.dataType !== BOOL) return false;
  const own = stated.shape;
  return (
    own?.length === shape.length && own.every((dim, i) => dim !== undefined && dim === shape[i])
  );
}

/** Whether a tensor is one element, of no more axes than what it is put into. */
function isOne(tensor: ByteStringId, rank: number, search: Search): boolean {
  const own = shapeOf(tensor, search);
  return own !== undefined && own.length <= rank && own.every((dim) => dim === 1);
}

function shapeOf(tensor: ByteStringId, { graph, nodes }: Search): readonly OnnxDim[] | undefined {
  const name = nodes.names.text(tensor);
  const stored = graph.initializers.get(name);
  if (stored !== undefined) return stored.dims;
  const given = graph.inputs.find((input) => input.name === name)?.type;
  const type = given ?? graph.statedTypes.get(name);
  return type?.kind === "tensor" ? type.shape : undefined;
}
