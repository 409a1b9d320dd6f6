import { AceError, type Where } from "../../errors.ts";
import type { StoredTensor, TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { opaque } from "../../ops/leaf/opaque.ts";
import { type Bound, isTensor, UNKNOWN } from "../lowering/bound.ts";
import type { Target } from "../lowering/target.ts";
import { isUnsupported, reasonOf } from "../lowering/unsupported.ts";
import { type OnnxAttribute, readAttributes } from "./attributes.ts";
import type { Block, Surroundings } from "./block.ts";
import { outputsWithOne } from "./data-dependent.ts";
import { type InnerCall, InnerCalls } from "./inner-calls.ts";
import { type Lowerer, NodeContext } from "./node-context.ts";
import type { KindId, OnnxNodes } from "./nodes.ts";
import { loweringOf } from "./operators/index.ts";
import { Recipes } from "./recipes.ts";
import { passingLoweringOf, structuredLoweringOf } from "./structure/index.ts";
import type { StructuredLowering } from "./structure/node.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";

type Inputs = readonly Bound[];
type Tensors = readonly (TensorId | undefined)[];

/** Operators that are lowered another way than by a table of their domain. */
type Special = "function" | StructuredLowering | undefined;

/** Turns the nodes of a graph into operators, one after the other. */
export class NodeLowerer implements Lowerer {
  readonly target: Target;
  readonly #around: Surroundings;
  readonly #block: Block;
  readonly #nodes: OnnxNodes;
  readonly #recipes: Recipes;
  readonly #special: Special[] = [];

  constructor(block: Block, around: Surroundings) {
    this.target = block.target;
    this.#around = around;
    this.#block = block;
    this.#nodes = block.graph.nodes;
    this.#recipes = new Recipes(block.target.b);
  }

  store(tensor: StoredOnnxTensor): StoredTensor {
    return this.#around.store(tensor);
  }

  /** @throws {AceError} what is wrong with the node; what is only unsupported is remembered */
  lower(index: number): void {
    const inputs = this.#inputsOf(index);
    if (inputs.includes(UNKNOWN)) {
      this.#makeUnknown(index);
      return;
    }
    this.target.b.origin = this.#block.firstOrigin + index;
    try {
      const outputs = this.#lowered(index, inputs);
      if (outputs === undefined) this.#leaveOut(index, inputs, "it is not known");
      else this.#define(index, outputs);
    } catch (error) {
      if (!(error instanceof AceError)) throw error;
      if (!isUnsupported(error)) throw error.at(this.#where(index));
      this.#leaveOut(index, inputs, reasonOf(error), error.code === "unknown-value");
    }
  }

  #inputsOf(index: number): Inputs {
    const nodes = this.#nodes;
    const bounds = new Array<Bound>(nodes.inputCount(index));
    for (let i = 0; i < bounds.length; i++) {
      const name = nodes.input(index, i);
      bounds[i] = nodes.names.isEmpty(name) ? undefined : this.#bound(name, index);
    }
    while (bounds.length > 0 && bounds.at(-1) === undefined) bounds.pop();
    return bounds;
  }

  #bound(name: number, index: number): Bound {
    try {
      return this.#block.scope.get(name);
    } catch (error) {
      throw error instanceof AceError ? error.at(this.#where(index)) : error;
    }
  }

  #where(index: number): Where {
    const { name, operator } = this.#around.origins.origin(this.#block.firstOrigin + index);
    return { node: name, operator };
  }

  /** What a node's outputs stand for; undefined where its operator is not known. */
  #lowered(index: number, inputs: Inputs): readonly Bound[] | undefined {
    const special = this.#specialOf(this.#nodes.kind(index));
    if (special === "function") return this.#calls().call(this.#callOf(index, inputs));
    if (special !== undefined) return this.#structured(special, index, inputs);
    if (inputs.every((bound) => bound === undefined || isTensor(bound))) {
      return this.#plain(index, inputs as Tensors);
    }
    const { domain, operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    const passing = passingLoweringOf(domain, operator);
    if (passing !== undefined) return this.#structured(passing, index, inputs);
    throw new AceError("unsupported-type", {
      action: "import",
      subject: operator,
      expected: "tensors",
      got: "a sequence or optional",
    });
  }

  #plain(index: number, inputs: Tensors): readonly TensorId[] | undefined {
    const { graph } = this.target.b;
    const recipe = this.#recipes.find(this.#lookOf(index), inputs);
    if (recipe !== undefined) {
      return this.#recipes.follow(recipe, inputs, this.target.b.origin);
    }
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

  #structured(lowering: StructuredLowering, index: number, inputs: Inputs): readonly Bound[] {
    const tensors = inputs.map((bound) => (isTensor(bound) ? bound : undefined));
    const context = this.#contextOf(index, tensors);
    return this.#calls().structured(lowering, this.#callOf(index, inputs), context);
  }

  #calls(): InnerCalls {
    return new InnerCalls(this.#block, this.#around, (block, around) => {
      return new NodeLowerer(block, around);
    });
  }

  #callOf(index: number, inputs: Inputs): InnerCall {
    return {
      index,
      inputs,
      kind: this.#nodes.kindNames(this.#nodes.kind(index)),
      origin: this.#block.firstOrigin + index,
      attributes: () => this.#attributesOf(index),
    };
  }

  #specialOf(kind: KindId): Special {
    if (kind in this.#special) return this.#special[kind];
    const names = this.#nodes.kindNames(kind);
    const special = this.#around.functions.has(names)
      ? "function"
      : structuredLoweringOf(names.domain, names.operator);
    this.#special[kind] = special;
    return special;
  }

  /** All that a lowering sees of a node beside its inputs. */
  #lookOf(index: number): readonly number[] {
    const nodes = this.#nodes;
    const outputs = nodes.outputCount(index);
    const look = new Array<number>(3 + outputs);
    look[0] = nodes.kind(index);
    look[1] = nodes.attributesOf(index);
    look[2] = outputs;
    for (let i = 0; i < outputs; i++) {
      look[3 + i] = nodes.names.isEmpty(nodes.output(index, i)) ? 0 : 1;
    }
    return look;
  }

  #contextOf(index: number, inputs: Tensors): NodeContext {
    const { domain, operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    const outputs = this.#nodes.outputNames(index);
    const version = this.#block.opsets.get(domain) ?? 1;
    return new NodeContext(this, { operator, outputs }, version, inputs, this.#attributesOf(index));
  }

  /** Attributes as they stand there; references are those of the call, or left out as they are. */
  #attributesOf(index: number): ReadonlyMap<string, OnnxAttribute> {
    const range = this.#nodes.attributes.range(this.#nodes.attributesOf(index));
    const written = readAttributes(this.#around.reader, range);
    const { attributes } = this.#block;
    if (attributes === undefined) return written;
    const resolved = new Map<string, OnnxAttribute>();
    for (const [name, attribute] of written) {
      const value = attribute.kind === "reference" ? attributes.get(attribute.value) : attribute;
      if (value !== undefined) resolved.set(name, value);
    }
    return resolved;
  }

  #define(index: number, bounds: readonly Bound[]): void {
    const nodes = this.#nodes;
    for (let i = 0; i < nodes.outputCount(index); i++) {
      const name = nodes.output(index, i);
      const bound = bounds[i];
      if (bound !== undefined && !nodes.names.isEmpty(name)) this.#block.scope.define(name, bound);
    }
  }

  /** Keeps the stated types of a node that cannot be lowered, or leaves its outputs unknown. */
  #leaveOut(index: number, inputs: Inputs, reason: string, lacksValue = false): void {
    const { graph, findings } = this.#block;
    const names = this.#nodes.outputNames(index);
    const present = inputs.filter(isTensor);
    const stated = names.map((name) => this.#around.statedType(graph, name));
    const isStated = stated.every((type) => type !== undefined);
    const types = isStated || !lacksValue ? stated : this.#typesWithOne(index, present);
    const known = types.every((type) => type !== undefined);
    const origin = this.#around.origins.origin(this.#block.firstOrigin + index);
    const said = isStated || !known ? reason : `${reason}; its size is counted with 1`;
    findings.unsupported.add(origin, said, !known, lacksValue);
    if (!known) {
      this.#makeUnknown(index);
      return;
    }
    const { operator } = origin;
    this.#define(index, this.target.b.emitAll(opaque, present, { operator, outputs: types }));
  }

  /** Output types whose sizes the elements decide: 1 where a size is not stated. */
  #typesWithOne(index: number, inputs: readonly TensorId[]): readonly (TensorType | undefined)[] {
    const { graph } = this.target.b;
    const { operator } = this.#nodes.kindNames(this.#nodes.kind(index));
    const own = outputsWithOne(
      operator,
      inputs.map((id) => graph.type(id)),
    );
    return this.#nodes.outputNames(index).map((name, i) => {
      const type = own?.[i];
      return type === undefined
        ? this.#around.statedType(this.#block.graph, name, 1)
        : graph.types.intern(type.element, type.shape);
    });
  }

  #makeUnknown(index: number): void {
    const nodes = this.#nodes;
    for (let i = 0; i < nodes.outputCount(index); i++) {
      this.#block.scope.define(nodes.output(index, i), UNKNOWN);
    }
  }
}
