import { AceError } from "../../errors.ts";
import type { Graph, TensorId } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { type Bindings, DimensionTable } from "../lowering/bindings.ts";
import { type Bound, NOTHING, sequence } from "../lowering/bound.ts";
import { expectKnown } from "../lowering/expect-known.ts";
import { requireElementType } from "./data-type.ts";
import type { OnnxGraph } from "./foreign.ts";
import type { Scope } from "./scope.ts";
import type { OnnxValue } from "./values.ts";

/** What is known of a model's inputs. */
export interface InputOptions extends Bindings {
  /** Inputs whose elements are known: they become constants. */
  readonly values: ReadonlyMap<string, (type: TensorType) => Tensor>;
  /**
   * Elements with which the graph will be run, once: shapes and branches may hang on them. The
   * inputs stay inputs.
   */
  readonly given?: ReadonlyMap<string, Tensor>;
}

/** The inputs of a model that no initializer sets, with the sizes and elements that are known. */
export class ModelInputs {
  readonly dims: DimensionTable;
  readonly #options: InputOptions;
  readonly #source: OnnxGraph;
  readonly #declared: readonly OnnxValue[];
  /** The tensors that they are made of. */
  readonly #tensors: readonly OnnxValue[];

  /** @throws {AceError} `wrong-usage` or `shape-mismatch` for bindings that do not fit */
  constructor(source: OnnxGraph, options: InputOptions) {
    this.#options = options;
    this.#source = source;
    this.#declared = source.inputs.filter(({ name }) => !source.initializers.has(name));
    this.#tensors = this.#declared.flatMap(this.#itemsOf);
    this.dims = new DimensionTable(options, this.#tensors);
  }

  /** Appends them to the graph, and says in `scope` what their names stand for. */
  addTo(graph: Graph, scope: Scope): void {
    expectKnown(
      "input",
      [...this.#options.values.keys()],
      this.#tensors.map(({ name }) => name),
    );
    const { names } = this.#source.nodes;
    for (const input of this.#declared) {
      scope.define(names.internText(input.name), this.#boundInput(input, graph));
    }
  }

  /** The tensors of which an input is made: items of a sequence are `name[i]`, as far as given. */
  readonly #itemsOf = (input: OnnxValue): readonly OnnxValue[] => {
    const { type, name } = input;
    if (type === undefined || type.kind === "tensor") return [input];
    const inner = { name, type: type.element };
    if (type.kind === "optional") {
      const isGiven = Object.hasOwn(this.#options.inputs, name);
      return type.element?.kind === "tensor" && !isGiven ? [] : this.#itemsOf(inner);
    }
    if (type.kind !== "sequence") return [input];
    const items: OnnxValue[] = [];
    for (let i = 0; ; i++) {
      const item = itemOf(input, i);
      const own = this.#isGiven(item.name) ? this.#itemsOf(item) : [];
      if (own.length === 0) return items;
      items.push(...own);
    }
  };

  #isGiven(name: string): boolean {
    return Object.keys(this.#options.inputs).some(
      (given) => given === name || given.startsWith(`${name}[`),
    );
  }

  #boundInput(input: OnnxValue, graph: Graph): Bound {
    const { type, name } = input;
    if (type === undefined || type.kind === "tensor") return this.#addInput(input, graph);
    const inner = { name, type: type.element };
    if (type.kind === "optional")
      return this.#isGiven(name) ? this.#boundInput(inner, graph) : NOTHING;
    if (type.kind !== "sequence") throw otherKind(name);
    const items: Bound[] = [];
    while (this.#isGiven(`${name}[${items.length}]`)) {
      items.push(this.#boundInput(itemOf(input, items.length), graph));
    }
    if (items.length === 0 && this.#options.given === undefined) throw unknownLength(name);
    return sequence(items);
  }

  #addInput(input: OnnxValue, graph: Graph): TensorId {
    const element = requireElementType(input.type?.dataType ?? 0, input.name);
    const type = graph.types.intern(element, this.dims.shapeOf(input));
    const value = this.#options.values.get(input.name);
    return value === undefined
      ? graph.addInput(type, input.name)
      : graph.addConstant({ type, read: () => value(type) }, input.name);
  }
}

/** An item of a sequence; the sizes that its type names differ from item to item. */
function itemOf({ name, type }: OnnxValue, index: number): OnnxValue {
  const element = type?.element;
  const shape = element?.shape?.map((dim) => (typeof dim === "number" ? dim : undefined));
  return { name: `${name}[${index}]`, type: element && { ...element, shape } };
}

function otherKind(input: string): AceError {
  return new AceError(
    "unsupported-type",
    {
      action: "import",
      subject: `input ${input}`,
      expected: "a tensor, a sequence or an optional",
      got: "another kind of value",
    },
    { where: { tensor: input } },
  );
}

function unknownLength(input: string): AceError {
  return new AceError(
    "unsupported-type",
    {
      action: "import",
      subject: `input ${input}`,
      expected: "a sequence whose items are given",
      got: "none",
    },
    { where: { tensor: input }, hint: `--input "${input}[0]=1,3"` },
  );
}
