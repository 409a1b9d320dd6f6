import { type ByteStringId, ByteStrings } from "../../graph/byte-strings.ts";
import type { GraphSource, Origin } from "../../graph/graph.ts";
import { IntColumn } from "../../graph/int-column.ts";
import { KeptNames } from "./kept-names.ts";
import { layerName } from "./naming.ts";
import type { Range, WireReader } from "./wire.ts";

/** An operator of a domain, as a small number of its model. */
export type KindId = number;
/** Attributes of a node as a small number: equal ones hold the same bytes. */
export type AttributesId = number;

/** A node without its attributes. */
export interface OnnxNode {
  readonly index: number;
  readonly domain: string;
  readonly operator: string;
  /** Tells functions of one name apart; empty as a rule. */
  readonly overload: string;
  readonly name: string;
  /** Empty names are absent optional inputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Module path that the exporter wrote, "" where it wrote none. */
  readonly scope: string;
  /** Bit widths that the metadata claims, by key. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Where the attributes are; empty where the node has none. */
  readonly range: Range;
}

/** A node whose strings are ids of {@link OnnxNodes.names}. */
export interface NodeRecord {
  domain: ByteStringId;
  operator: ByteStringId;
  overload: ByteStringId;
  /** Offset in the file, where its label is read when a report needs it. */
  start: number;
  readonly inputs: ByteStringId[];
  readonly outputs: ByteStringId[];
  attributes: AttributesId;
}

/** What is said of a node beside what it does. */
export type NodeLabel = Pick<OnnxNode, "name" | "scope" | "notes">;
export type KindNames = Pick<OnnxNode, "domain" | "operator" | "overload">;

export const NO_ATTRIBUTES: AttributesId = 0;
const TWO_32 = 2 ** 32;

const WIDTH = 6;
const [KIND, LOW_START, HIGH_START, ATTRIBUTES, INPUTS, OUTPUTS] = [0, 1, 2, 3, 4, 5];

/** Nodes in file order, in columns. */
export class OnnxNodes implements GraphSource {
  /** Names of tensors, operators and domains. */
  readonly names: ByteStrings;
  /** Outer tensors that the graphs of a node use, by node; nodes without graphs have none. */
  readonly captures = new Map<number, readonly ByteStringId[]>();
  readonly attributes = new AttributeRanges();
  /** Names of nodes, as far as they are kept. */
  readonly keptNames = new KeptNames();
  /** True once a node has metadata, which may hold notes. */
  hasNotes = false;
  readonly #labelAt: (start: number) => NodeLabel;
  readonly #kinds = new ByteStrings();
  readonly #kindNames: KindNames[] = [];
  readonly #triple = new Int32Array(3);
  readonly #tripleBytes = new Uint8Array(this.#triple.buffer);
  readonly #rows = new IntColumn();
  readonly #edges = new IntColumn();

  /**
   * @param labelAt - reads the label of the node at an offset
   * @param names - those of the graph around
   */
  constructor(labelAt: (start: number) => NodeLabel, names: ByteStrings = new ByteStrings()) {
    this.#labelAt = labelAt;
    this.names = names;
  }

  /** Every operator that occurs. */
  get kinds(): readonly KindNames[] {
    return this.#kindNames;
  }

  get length(): number {
    return this.#rows.length / WIDTH;
  }

  push(node: NodeRecord): void {
    this.#rows.push(this.#kindOf(node));
    this.#rows.push(node.start);
    this.#rows.push(node.start / TWO_32);
    this.#rows.push(node.attributes);
    this.#rows.push(this.#edges.length);
    for (const input of node.inputs) this.#edges.push(input);
    this.#rows.push(this.#edges.length);
    for (const output of node.outputs) this.#edges.push(output);
  }

  /** Makes a node another one of as many inputs, an operator of ONNX without attributes. */
  replace(index: number, operator: string, inputs: readonly ByteStringId[]): void {
    const [domain, name] = [this.names.internText(""), this.names.internText(operator)];
    const kind = this.#kindOf({ domain, operator: name, overload: domain });
    this.#rows.set(index * WIDTH + KIND, kind);
    this.#rows.set(index * WIDTH + ATTRIBUTES, NO_ATTRIBUTES);
    inputs.forEach((input, i) => {
      this.#edges.set(this.#inputsAt(index) + i, input);
    });
  }

  kind(index: number): KindId {
    return this.#rows.at(index * WIDTH + KIND);
  }

  attributesOf(index: number): AttributesId {
    return this.#rows.at(index * WIDTH + ATTRIBUTES);
  }

  inputCount(index: number): number {
    return this.#outputsAt(index) - this.#inputsAt(index);
  }

  outputCount(index: number): number {
    return this.#outputsEnd(index) - this.#outputsAt(index);
  }

  /** The name of an input; empty where it is absent. */
  input(index: number, input: number): ByteStringId {
    return this.#edges.at(this.#inputsAt(index) + input);
  }

  output(index: number, output: number): ByteStringId {
    return this.#edges.at(this.#outputsAt(index) + output);
  }

  /** Calls `visit` with the inputs of a node, then with what its graphs use from around it. */
  forEachUsed(index: number, visit: (name: ByteStringId) => void): void {
    for (let i = 0; i < this.inputCount(index); i++) visit(this.input(index, i));
    const captured = this.captures.get(index);
    if (captured !== undefined) for (const name of captured) visit(name);
  }

  /** A node with its strings. */
  at(index: number): OnnxNode {
    const inputs = this.#edges.slice(this.#inputsAt(index), this.#outputsAt(index));
    return {
      index,
      ...this.kindNames(this.kind(index)),
      ...this.#label(index),
      inputs: inputs.map((id) => this.names.text(id)),
      outputs: this.outputNames(index),
      range: this.attributes.range(this.attributesOf(index)),
    };
  }

  outputNames(index: number): readonly string[] {
    const outputs = this.#edges.slice(this.#outputsAt(index), this.#outputsEnd(index));
    return outputs.map((id) => this.names.text(id));
  }

  /** What the user calls a node. */
  origin(index: number): Origin {
    const { scope, name, notes } = this.#label(index);
    const outputs = scope === "" && name === "" ? this.outputNames(index) : [];
    const operator = this.sourceName(this.kind(index));
    const origin = { name: layerName(scope, name, outputs), operator };
    return notes === undefined ? origin : { ...origin, notes };
  }

  /** An operator as the source spells it, with its domain where it is not the default one. */
  sourceName(kind: KindId): string {
    const { domain, operator } = this.kindNames(kind);
    return domain === "" ? operator : `${domain}.${operator}`;
  }

  kindNames(kind: KindId): KindNames {
    return this.#kindNames[kind] as KindNames;
  }

  #label(index: number): NodeLabel {
    const kept = this.keptNames.of(index);
    if (kept !== undefined) return { name: kept, scope: "" };
    const low = this.#rows.at(index * WIDTH + LOW_START) >>> 0;
    return this.#labelAt(this.#rows.at(index * WIDTH + HIGH_START) * TWO_32 + low);
  }

  #kindOf({
    domain,
    operator,
    overload,
  }: Pick<NodeRecord, "domain" | "operator" | "overload">): KindId {
    this.#triple[0] = domain;
    this.#triple[1] = operator;
    this.#triple[2] = overload;
    const kind = this.#kinds.intern(this.#tripleBytes, 0, this.#tripleBytes.length);
    if (kind === this.#kindNames.length) {
      this.#kindNames.push({
        domain: this.names.text(domain),
        operator: this.names.text(operator),
        overload: this.names.text(overload),
      });
    }
    return kind;
  }

  #inputsAt(index: number): number {
    return this.#rows.at(index * WIDTH + INPUTS);
  }

  #outputsAt(index: number): number {
    return this.#rows.at(index * WIDTH + OUTPUTS);
  }

  #outputsEnd(index: number): number {
    const isLast = (index + 1) * WIDTH === this.#rows.length;
    return isLast ? this.#edges.length : this.#inputsAt(index + 1);
  }
}

/** Longer attributes hold a tensor or a graph as a rule, and have no equal. */
const LONGEST_SHARED = 512;

/** Where attributes are in the file; short ones that are equal are told from the first alone. */
class AttributeRanges {
  readonly #shared = new ByteStrings();
  /** Ids by those of the shared bytes. */
  readonly #ids: AttributesId[] = [];
  readonly #ranges: Range[] = [{ offset: 0, length: 0 }];

  /** The id of the attributes in `range`; the reader goes on after them. */
  intern(reader: WireReader, range: Range): AttributesId {
    if (range.length > LONGEST_SHARED) return this.#ranges.push(range) - 1;
    const shared = reader.intern(range, this.#shared);
    if (shared === this.#ids.length) this.#ids.push(this.#ranges.push(range) - 1);
    return this.#ids[shared] as AttributesId;
  }

  range(id: AttributesId): Range {
    return this.#ranges[id] as Range;
  }
}
