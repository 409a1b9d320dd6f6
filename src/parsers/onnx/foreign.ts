import { IntColumn } from "../../graph/int-column.ts";
import type { SparseOnnxTensor } from "./sparse-tensor.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";
import type { Range } from "./wire.ts";

/** The file as it is: one to one with `ModelProto`, weights and attributes left where they are. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  /** Version by domain; the default domain is "". */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly functions: readonly OnnxFunction[];
  readonly metadata: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: OnnxNodes;
  readonly initializers: ReadonlyMap<string, StoredOnnxTensor>;
  readonly sparseInitializers: ReadonlyMap<string, SparseOnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Types that the file states of its inner tensors. */
  readonly valueInfo: ReadonlyMap<string, OnnxType>;
  /** QONNX's `finn_datatype` and others: annotation key to value, by tensor name. */
  readonly annotations: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A model-local function; its body is read when it is called. */
export interface OnnxFunction {
  readonly domain: string;
  readonly name: string;
  readonly range: Range;
}

/** A dimension: a size, a symbol, or nothing said. */
export type OnnxDim = number | string | undefined;

/** What a file says of a value's type; `shape` is undefined where the rank is not said. */
export interface OnnxType {
  readonly kind: "tensor" | "other";
  readonly dataType: number;
  readonly shape: readonly OnnxDim[] | undefined;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType | undefined;
}

/** A node without its attributes. */
export interface OnnxNode {
  readonly index: number;
  readonly domain: string;
  readonly operator: string;
  readonly name: string;
  /** Empty names are absent optional inputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Module path that the exporter wrote, "" where it wrote none. */
  readonly scope: string;
  /** Where the attributes are; empty where the node has none. */
  readonly range: Range;
}

/** Nodes in file order, in columns; strings that recur are stored once. */
export class OnnxNodes {
  readonly #strings: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #heads = new IntColumn();
  readonly #edges = new IntColumn();
  readonly #starts: number[] = [];
  readonly #lengths = new IntColumn();

  get length(): number {
    return this.#starts.length;
  }

  /** Number of distinct strings; string ids are below it. */
  get stringCount(): number {
    return this.#strings.length;
  }

  string(id: number): string {
    return this.#strings[id] as string;
  }

  idOf(text: string): number | undefined {
    return this.#ids.get(text);
  }

  /** Ids of the names of a node's inputs. */
  inputIds(index: number): readonly number[] {
    return this.#edges.slice(this.#heads.at(index * 6 + 4), this.#heads.at(index * 6 + 5));
  }

  /** Ids of the names of a node's outputs. */
  outputIds(index: number): readonly number[] {
    return this.#edges.slice(this.#heads.at(index * 6 + 5), this.#lastEdge(index));
  }

  push(node: Omit<OnnxNode, "index">): void {
    this.#heads.push(this.#intern(node.domain));
    this.#heads.push(this.#intern(node.operator));
    this.#heads.push(this.#add(node.name));
    this.#heads.push(this.#intern(node.scope));
    this.#heads.push(this.#edges.length);
    for (const input of node.inputs) this.#edges.push(this.#intern(input));
    this.#heads.push(this.#edges.length);
    for (const output of node.outputs) this.#edges.push(this.#intern(output));
    this.#starts.push(node.range.offset);
    this.#lengths.push(node.range.length);
  }

  at(index: number): OnnxNode {
    const head = index * 6;
    const string = (column: number) => this.#strings[this.#heads.at(head + column)] as string;
    const strings = (from: number, to: number) =>
      this.#edges.slice(from, to).map((id) => this.#strings[id] as string);
    const inputs = this.#heads.at(head + 4);
    const outputs = this.#heads.at(head + 5);
    return {
      index,
      domain: string(0),
      operator: string(1),
      name: string(2),
      scope: string(3),
      inputs: strings(inputs, outputs),
      outputs: strings(outputs, this.#lastEdge(index)),
      range: { offset: this.#starts[index] as number, length: this.#lengths.at(index) },
    };
  }

  #lastEdge(index: number): number {
    return index + 1 < this.length ? this.#heads.at(index * 6 + 10) : this.#edges.length;
  }

  /** A string that nobody looks up: names of nodes recur as good as never. */
  #add(text: string): number {
    this.#strings.push(text);
    return this.#strings.length - 1;
  }

  #intern(text: string): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#add(text);
      this.#ids.set(text, id);
    }
    return id;
  }
}
