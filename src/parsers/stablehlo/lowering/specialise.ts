import { AceError } from "../../../errors.ts";
import { Graph, type StoredTensor, type TensorId } from "../../../graph/graph.ts";
import type { ImportedModel, Missing } from "../../../graph/imported.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import { type TensorType, TypeTable } from "../../../graph/tensor-type.ts";
import { type Bindings, DimensionTable } from "../../lowering/bindings.ts";
import { expectKnown } from "../../lowering/expect-known.ts";
import { Findings } from "../../lowering/findings.ts";
import { Limits } from "../../lowering/limits.ts";
import { LoopTrips } from "../../lowering/loop-trips.ts";
import { Target } from "../../lowering/target.ts";
import type { WeightArgument } from "../../weights/argument.ts";
import { collectionOf, spellingsOf } from "../../weights/collections.ts";
import { type MatchedWeights, matchWeights } from "../../weights/match.ts";
import type { Weight } from "../../weights/weight.ts";
import { declaredCodes } from "../operators/codes.ts";
import { withManualComputations } from "../partition/manual-calls.ts";
import { withReplicas } from "../partition/replicas.ts";
import { complexPart } from "../program/element-names.ts";
import type { Module, Program, ProgramFunction } from "../program/program.ts";
import { typeText } from "../program/type.ts";
import { argumentsOf, type ProgramArgument } from "./arguments.ts";
import { assemble } from "./assemble.ts";
import { entryOf, moduleOf, outputName } from "./entry.ts";
import { Environment } from "./environment.ts";
import { named } from "./given-names.ts";
import { livePart } from "./live-operations.ts";
import { isCodes, type Meaning, tensorsOf } from "./meaning.ts";
import { type Names, TOP } from "./names.ts";
import { storedElement } from "./quantized-type.ts";
import { RegionLowerer } from "./region-lowerer.ts";
import { namesOf } from "./scopes.ts";

/** What is known of a program beside its text. */
export interface SpecialiseOptions extends Bindings {
  /** Arguments whose elements are known: they become constants. */
  readonly values: ReadonlyMap<string, (type: TensorType) => Tensor>;
  /** Elements with which the graph will be run, once. */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** True: an unsupported operation is an error even where the types of its results are stated. */
  readonly strict: boolean;
  /** How often loops run, by name, where that depends on data. */
  readonly trips?: Readonly<Record<string, number>>;
  /** Most operations of functions and regions. */
  readonly maxNodes?: number;
  /** What fills arguments, by path. */
  readonly weights?: ReadonlyMap<string, Weight>;
  /** Says of an argument, by its name, that it is a weight. */
  readonly isWeight?: (name: string) => boolean;
  /** The function that is run; absent: `main`, or the only public one. */
  readonly entry?: string;
}

/**
 * The graph of a program with static shapes: what its entry function gives, every operation lowered.
 *
 * @throws {AceError} `unsupported-operator` with all of them, `invalid-graph`, `shape-mismatch`,
 * `wrong-usage` for bindings that the program does not have
 */
export function specialise(program: Program, options: SpecialiseOptions): ImportedModel {
  const cut = withManualComputations(moduleOf(program));
  const module = options.given === undefined ? withReplicas(cut, entryOf(cut, options.entry)) : cut;
  return new Specialiser(program, module, options).run();
}

class Specialiser {
  readonly #program: Program;
  readonly #module: Module;
  readonly #entry: ProgramFunction;
  readonly #options: SpecialiseOptions;
  readonly #names: Names;
  readonly #arguments: readonly ProgramArgument[];
  readonly #dims: DimensionTable;
  readonly #target: Target;
  readonly #findings = new Findings();
  readonly #matched: MatchedWeights | undefined;
  /** Places of arguments that are weights, with or without their elements. */
  readonly #stored: ReadonlySet<number>;

  constructor(program: Program, module: Module, options: SpecialiseOptions) {
    this.#program = program;
    this.#module = module;
    this.#options = options;
    this.#entry = entryOf(module, options.entry);
    this.#names = namesOf(program, module);
    const graph = new Graph(new TypeTable());
    const written = argumentsOf(module, this.#entry, this.#names);
    this.#matched =
      options.weights === undefined
        ? undefined
        : matchWeights(weightArguments(written), options.weights, graph.types);
    this.#arguments = named(written, this.#matched?.paths, Object.entries(options.inputs));
    const stored = this.#arguments.filter((argument) => this.#isWeight(argument));
    this.#stored = new Set(stored.map(({ index }) => index));
    const declared = this.#arguments.map(({ name, shape }) => ({ name, type: { shape } }));
    this.#dims = new DimensionTable(this.#bindings(), declared);
    const { given } = options;
    this.#target = new Target(
      graph,
      undefined,
      given && ((i) => given.get(graph.tensorName(graph.inputs[i] as TensorId) ?? "")),
    );
  }

  /** A run may be given more than the program takes: it drops arguments that it does not use. */
  #bindings(): Bindings {
    const { dims, inputs, given } = this.#options;
    const known = new Set(this.#arguments.map(({ name }) => name));
    const taken = Object.entries(inputs).filter(([name]) => known.has(name));
    const isRun = given !== undefined && taken.length > 0;
    return { dims, inputs: isRun ? Object.fromEntries(taken) : inputs };
  }

  run(): ImportedModel {
    const { values, trips = {}, maxNodes, given, strict } = this.#options;
    expectKnown(
      "input",
      [...values.keys()],
      this.#arguments.map(({ name }) => name),
    );
    const loops = new LoopTrips(trips);
    const { results } = livePart(this.#entry.body);
    const meanings = this.#arguments.map((argument) => this.#bound(argument));
    const block = {
      environment: new Environment(this.#target),
      findings: this.#findings,
      path: TOP,
      callers: [this.#entry.name],
      depth: 0,
    };
    const around = {
      module: this.#module,
      root: this.#target.b.graph,
      names: this.#names,
      limits: new Limits(maxNodes),
      trips: loops,
      running: given !== undefined,
    };
    const made = new RegionLowerer(block, around).run(this.#entry.body, meanings);
    this.#findings.unsupported.throwIfFatal(strict);
    loops.checkNames();
    const outputNames = this.#addOutputs(made, results.length);
    this.#warnOfDead();
    for (const remark of this.#program.remarks) {
      this.#findings.warnings.push({ code: "compiled", where: {}, reason: remark });
    }
    return {
      graph: this.#target.b.graph,
      format: this.#program.format,
      producer: "",
      dims: Object.fromEntries(this.#dims.bound),
      outputNames,
      missing: [
        ...this.#dims.missing,
        ...this.#findings.unsupported.missing(),
        ...this.#unknownRoles(),
        ...this.#findings.missing,
      ],
      warnings: this.#findings.warnings,
    };
  }

  /** What an argument stands for: an input, or a weight with or without its elements. */
  #bound(argument: ProgramArgument): Meaning {
    const { value, name, index } = argument;
    const { type } = value;
    if (type.kind === "token") return assemble([type], [])[0] as Meaning;
    if (type.kind !== "tensor") throw unsupportedArgument(name, typeText(type));
    const shape = this.#dims.shapeOf({ name, type: { shape: argument.shape } });
    const part = complexPart(type.element);
    const element = storedElement(part ?? type.element);
    if (element === undefined) throw unsupportedArgument(name, typeText(type));
    const { graph } = this.#target.b;
    const own = graph.types.intern(element, shape);
    const names = part === undefined ? [name] : [`${name}.re`, `${name}.im`];
    const ids = names.map((of) =>
      this.#added(of, own, argument, this.#matched?.tensors.get(index)),
    );
    return this.#declared(assemble([type], ids)[0] as Meaning, name);
  }

  /** Codes of an argument whose type says that they are few. */
  #declared(meaning: Meaning, name: string): Meaning {
    if (!isCodes(meaning)) return meaning;
    const { b } = this.#target;
    b.origin = b.graph.addOrigin({ name, operator: "argument" });
    return declaredCodes(b, meaning.codes, meaning.of);
  }

  #added(
    name: string,
    type: TensorType,
    argument: ProgramArgument,
    weight: StoredTensor | undefined,
  ): TensorId {
    const { graph } = this.#target.b;
    const value = this.#options.values.get(name);
    if (value !== undefined) return graph.addConstant({ type, read: () => value(type) }, name);
    if (weight !== undefined) return graph.addConstant(weight, name);
    if (this.#options.given?.has(name)) return graph.addInput(type, name);
    return this.#stored.has(argument.index)
      ? graph.addConstant(absentWeight(type, name), name)
      : graph.addInput(type, name);
  }

  #isWeight({ path, name }: ProgramArgument): boolean {
    const { isWeight } = this.#options;
    // All spellings are asked for: whoever claims wants to know which patterns met something.
    const claimed = spellingsOf(path ?? name).filter((spelling) => isWeight?.(spelling) === true);
    return claimed.length > 0 || (path !== undefined && collectionOf(path) !== undefined);
  }

  /** Where nothing says which arguments are weights, all may be. */
  #unknownRoles(): readonly Missing[] {
    const { weights, isWeight, given } = this.#options;
    const isNamed = this.#arguments.some(({ path }) => path !== undefined);
    if (weights !== undefined || isWeight !== undefined || given !== undefined || isNamed)
      return [];
    if (this.#arguments.length < 2) return [];
    return [
      {
        code: "unknown-weights",
        where: {},
        reason: "the text does not name its arguments: which of them are weights is not known",
        hint: "--weights FILE, or a text with names: as_text(debug_info=True)",
        touches: ["storage"],
      },
    ];
  }

  #addOutputs(made: readonly Meaning[], count: number): readonly string[] {
    const names: string[] = [];
    made.slice(0, count).forEach((meaning, i) => {
      const ids = tensorsOf(meaning);
      const name = outputName(i);
      ids.forEach((id, part) => {
        this.#target.b.graph.outputs.push(id);
        names.push(ids.length === 1 ? name : `${name}.${PARTS[part] ?? part}`);
      });
    });
    return names;
  }

  /**
   * What the text holds and nothing that comes out needs is neither work nor stored. HLO puts tuples
   * together and takes them apart again, which is nothing that anybody wrote.
   */
  #warnOfDead(): void {
    const { operations } = this.#entry.body;
    const live = new Set(livePart(this.#entry.body).operations);
    const dead = operations
      .slice(0, -1)
      .filter(({ name, results }) => results.length > 0 && !TUPLES.has(name))
      .filter((operation) => !live.has(operation)).length;
    this.#findings.warnOfDead(dead, "operation");
  }
}

const PARTS = ["re", "im"];
const TUPLES: ReadonlySet<string> = new Set(["stablehlo.tuple", "stablehlo.get_tuple_element"]);

/** The arguments that a weight may fill: those of plain types and static shapes. */
function weightArguments(all: readonly ProgramArgument[]): readonly WeightArgument[] {
  return all.flatMap(({ index, path, value, shape }) => {
    const { type } = value;
    const element = type.kind === "tensor" ? storedElement(type.element) : undefined;
    if (element === undefined || shape.some((size) => typeof size !== "number")) return [];
    const own = { index, shape: shape as readonly number[], element };
    return [path === undefined ? own : { ...own, name: path }];
  });
}

/** A weight of which only the type is known. */
function absentWeight(type: TensorType, name: string): StoredTensor {
  return {
    type,
    isAbsent: true,
    read() {
      throw new AceError(
        "missing-data",
        {
          action: "read",
          subject: `weight ${name}`,
          expected: "its elements",
          got: "only its type",
        },
        { where: { tensor: name }, hint: "--weights FILE (.msgpack, .safetensors or .npz)" },
      );
    },
  };
}

function unsupportedArgument(name: string, got: string): AceError {
  return new AceError(
    "unsupported-type",
    { action: "import", subject: `argument ${name}`, expected: "a tensor of a known type", got },
    { where: { tensor: name } },
  );
}
