import { AceError, type Where } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import type { StoredTensor, TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../ops/builder.ts";
import { ConstantFolder } from "../../ops/fold.ts";
import { opaque } from "../../ops/leaf/opaque.ts";
import { readAttributes } from "./attributes.ts";
import type { OnnxModel } from "./foreign.ts";
import type { NamedTensors } from "./named-tensors.ts";
import { type Lowerer, NodeContext } from "./node-context.ts";
import type { OnnxNodes } from "./nodes.ts";
import { loweringOf } from "./operators/index.ts";
import { Recipes } from "./recipes.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";
import { UnsupportedOperators } from "./unsupported.ts";
import type { WireReader } from "./wire.ts";

/** Codes of errors that mean: valid perhaps, but not supported here. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

type Inputs = readonly (TensorId | undefined)[];

/** What lowering nodes needs of the model around them. */
export interface Surroundings {
  readonly model: OnnxModel;
  readonly reader: WireReader;
  readonly tensors: NamedTensors;
  store(tensor: StoredOnnxTensor): StoredTensor;
  /** The type that the file states of a tensor, as far as all its sizes are known. */
  statedType(tensor: string): TensorType | undefined;
}

/** Turns the nodes of a model into operators, one after the other. */
export class NodeLowerer implements Lowerer {
  readonly b: GraphBuilder;
  readonly folder: ConstantFolder;
  readonly unsupported = new UnsupportedOperators();
  readonly #around: Surroundings;
  readonly #nodes: OnnxNodes;
  readonly #recipes: Recipes;
  readonly #poisoned = new Set<ByteStringId>();

  constructor(b: GraphBuilder, around: Surroundings) {
    this.b = b;
    this.folder = new ConstantFolder(b.graph);
    this.#around = around;
    this.#nodes = around.model.graph.nodes;
    this.#recipes = new Recipes(b);
  }

  store(tensor: StoredOnnxTensor): StoredTensor {
    return this.#around.store(tensor);
  }

  /** @throws {AceError} what is wrong with the node; what is only unsupported is remembered */
  lower(index: number): void {
    const inputs = this.#inputsOf(index);
    if (inputs === undefined) return;
    this.b.origin = index;
    try {
      const outputs = this.#lowered(index, inputs);
      if (outputs === undefined) this.#leaveOut(index, inputs, "it is not known");
      else this.#define(index, outputs);
    } catch (error) {
      if (!(error instanceof AceError)) throw error;
      if (!UNSUPPORTED.has(error.code)) throw error.at(this.#where(index));
      this.#leaveOut(index, inputs, reasonOf(error));
    }
  }

  /** Inputs of a node; undefined where one comes from an operator that was left out. */
  #inputsOf(index: number): Inputs | undefined {
    const nodes = this.#nodes;
    const ids: (TensorId | undefined)[] = [];
    for (let i = 0; i < nodes.inputCount(index); i++) {
      const name = nodes.input(index, i);
      if (nodes.names.isEmpty(name)) {
        ids.push(undefined);
      } else if (this.#poisoned.has(name)) {
        this.#poison(index);
        return undefined;
      } else {
        ids.push(this.#tensor(name, index));
      }
    }
    while (ids.length > 0 && ids.at(-1) === undefined) ids.pop();
    return ids;
  }

  #tensor(name: ByteStringId, index: number): TensorId {
    try {
      return this.#around.tensors.get(name);
    } catch (error) {
      throw error instanceof AceError ? error.at(this.#where(index)) : error;
    }
  }

  #where(index: number): Where {
    const { operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    return { node: this.#nodes.origin(index).name, operator };
  }

  /** Outputs of a node in the graph; undefined where its operator is not known. */
  #lowered(index: number, inputs: Inputs): readonly TensorId[] | undefined {
    const { graph } = this.b;
    const recipe = this.#recipes.find(this.#lookOf(index), inputs);
    if (recipe !== undefined) return this.#recipes.follow(recipe, inputs, index);
    const { domain, operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    const lowering = loweringOf(domain, operator);
    if (lowering === undefined) return undefined;
    const mark = { nodes: graph.nodeCount, tensors: graph.tensorCount };
    const node = this.#contextOf(index, inputs);
    const made = lowering(node);
    const outputs = typeof made === "number" ? [made] : made;
    if (!node.asksForElements) this.#recipes.learn(mark, inputs, outputs);
    return outputs;
  }

  /** All that a lowering sees of a node beside its inputs. */
  #lookOf(index: number): readonly number[] {
    const nodes = this.#nodes;
    const look = [nodes.kind(index), nodes.attributesOf(index)];
    for (let i = 0; i < nodes.outputCount(index); i++) {
      look.push(nodes.names.isEmpty(nodes.output(index, i)) ? 0 : 1);
    }
    look.push(look.length);
    return look;
  }

  #contextOf(index: number, inputs: Inputs): NodeContext {
    const { model, reader } = this.#around;
    const { domain, operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    const outputs = this.#nodes.outputNames(index);
    const range = this.#nodes.attributes.range(this.#nodes.attributesOf(index));
    const version = model.opsets.get(domain) ?? 1;
    const attributes = readAttributes(reader, range);
    return new NodeContext(this, { operator, outputs }, version, inputs, attributes);
  }

  #define(index: number, ids: readonly TensorId[]): void {
    const nodes = this.#nodes;
    for (let i = 0; i < nodes.outputCount(index); i++) {
      const name = nodes.output(index, i);
      const id = ids[i];
      if (id !== undefined && !nodes.names.isEmpty(name)) this.#around.tensors.define(name, id);
    }
  }

  /** Keeps the stated types of a node that cannot be lowered, or poisons its outputs. */
  #leaveOut(index: number, inputs: Inputs, reason: string): void {
    const types = this.#nodes.outputNames(index).map((name) => this.#around.statedType(name));
    const known = types.every((type) => type !== undefined);
    const origin = this.#nodes.origin(index);
    this.unsupported.add(origin, reason, !known);
    if (!known) {
      this.#poison(index);
      return;
    }
    const present = inputs.filter((id) => id !== undefined);
    const { operator } = origin;
    this.#define(index, this.b.emitAll(opaque, present, { operator, outputs: types }));
  }

  #poison(index: number): void {
    const nodes = this.#nodes;
    for (let i = 0; i < nodes.outputCount(index); i++) this.#poisoned.add(nodes.output(index, i));
  }
}

function reasonOf(error: AceError): string {
  return `expected ${error.reason.expected}, got ${error.reason.got}`;
}
