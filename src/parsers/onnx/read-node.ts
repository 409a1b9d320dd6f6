import type { ByteStringId } from "../../graph/byte-strings.ts";
import { canonicalDomain } from "./domains.ts";
import { readEntry } from "./entries.ts";
import { moduleScope, widthNotes } from "./naming.ts";
import { NO_ATTRIBUTES, type NodeLabel, type NodeRecord, type OnnxNodes } from "./nodes.ts";
import type { Range, WireReader } from "./wire.ts";

const NAME = 3;
const METADATA = 9;

/** Name and module path of the node whose field in its graph begins at `start`. */
export function readLabel(reader: WireReader, start: number): NodeLabel {
  const metadata = new Map<string, string>();
  let name = "";
  reader.fields(reader.rangeAt(start), (field, wire) => {
    if (field === NAME) name = reader.string(wire);
    if (field === METADATA) metadata.set(...readEntry(reader, reader.range(wire)));
  });
  return { name, scope: moduleScope(metadata), ...widthNotes(metadata) };
}

/** Appends the nodes of a graph to their columns; strings that are known there already are not made. */
export class NodeReader {
  readonly #reader: WireReader;
  readonly #nodes: OnnxNodes;
  readonly #none: ByteStringId;
  readonly #node: NodeRecord;
  /** From the first attribute to the last one. */
  #attributesStart = -1;
  #attributesEnd = 0;
  #hasMetadata = false;

  constructor(reader: WireReader, nodes: OnnxNodes) {
    this.#reader = reader;
    this.#nodes = nodes;
    const none = nodes.names.internText("");
    this.#none = none;
    this.#node = {
      domain: none,
      operator: none,
      overload: none,
      start: 0,
      inputs: [],
      outputs: [],
      attributes: NO_ATTRIBUTES,
    };
  }

  /** Reads the `NodeProto` in `range`, a field of its graph that begins at `start`. */
  read(range: Range, start: number): void {
    const node = this.#node;
    node.domain = node.operator = node.overload = this.#none;
    node.start = start;
    clear(node.inputs);
    clear(node.outputs);
    this.#attributesStart = -1;
    this.#hasMetadata = false;
    this.#reader.fields(range, this.#visitor);
    node.attributes = this.#readAttributes();
    this.#nodes.push(node);
    this.#nodes.keptNames.endNode(this.#hasMetadata);
    this.#reader.seek(range.offset + range.length);
  }

  readonly #visitor = (field: number, wire: number, start: number): void =>
    this.#visit(field, wire, start);

  #visit(field: number, wire: number, start: number): void {
    const reader = this.#reader;
    const node = this.#node;
    const { names } = this.#nodes;
    switch (field) {
      case 1:
        node.inputs.push(reader.name(wire, names));
        return;
      case 2:
        node.outputs.push(reader.name(wire, names));
        return;
      case NAME:
        reader.text(wire, this.#nodes.keptNames);
        return;
      case 4:
        node.operator = reader.name(wire, names);
        return;
      case 5:
        reader.range(wire);
        if (this.#attributesStart < 0) this.#attributesStart = start;
        this.#attributesEnd = reader.offset;
        return;
      case METADATA:
        this.#nodes.hasNotes = true;
        this.#hasMetadata = true;
        return;
      case 8:
        node.overload = reader.name(wire, names);
        return;
      case 7:
        node.domain = names.internText(canonicalDomain(reader.string(wire)));
        return;
      default:
    }
  }

  #readAttributes(): number {
    const offset = this.#attributesStart;
    if (offset < 0) return NO_ATTRIBUTES;
    const length = this.#attributesEnd - offset;
    return this.#nodes.attributes.intern(this.#reader, { offset, length });
  }
}

/** Empties a short list; much faster than setting its length. */
function clear(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
