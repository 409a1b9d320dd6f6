import { AceError } from "../../../errors.ts";
import type { ElementType } from "../../../graph/element-type.ts";
import type { Graph, TensorId } from "../../../graph/graph.ts";
import { type Tensor, toNumbers } from "../../../graph/tensor.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import type { Draft, StructureSite } from "../../lowering/site.ts";
import type { Target } from "../../lowering/target.ts";
import type { Attribute } from "../program/attribute.ts";
import { complexPart, elementTypeOf } from "../program/element-names.ts";
import type { Module, Operation, ProgramFunction, Region, Value } from "../program/program.ts";
import { type TensorForm, typeText } from "../program/type.ts";
import type { WidthNotes } from "../width-names.ts";
import { integerOf, integersOf, Parameters, wordOf } from "./attribute-reading.ts";
import { describe, isTensor, type Meaning } from "./meaning.ts";

/** Lowers a region of the operation where it stands; returns what it gives. */
export type Inline = (region: Region, given: readonly Meaning[]) => readonly Meaning[];

/** What a lowering needs of the importer beside the operation. */
export interface Around {
  readonly target: Target;
  readonly module: Module;
  /** True where the graph is made for inputs that are given, to be run. */
  readonly running: boolean;
  /**
   * The operation, for loops and branches.
   *
   * @param owners - for each tensor that they give, the result that it is part of
   */
  site(owners: readonly number[]): StructureSite;
  readonly inline: Inline;
  /** Lowers what `lower` asks for into a region of its own. */
  draft(
    types: readonly TensorType[],
    lower: (inline: Inline, given: readonly TensorId[], target: Target) => readonly TensorId[],
  ): Draft;
  /**
   * A region that combines scalars, as a graph, and what it uses of the graph around.
   *
   * @param order - which of the scalars each tensor of the region's arguments is, where not in turn
   */
  scalarRegion(
    region: Region,
    types: readonly TensorType[],
    order?: readonly number[],
  ): { readonly region: Graph; readonly captured: readonly TensorId[] };
  functionNamed(name: string): ProgramFunction | undefined;
  /** @param notes - what is noted beside every operation in it */
  call(callee: ProgramFunction, given: readonly Meaning[], notes?: WidthNotes): readonly Meaning[];
  /** What makes a value of the region around, where nothing else uses it. */
  soleProducer(value: Value): Operation | undefined;
  /** False for a result that nobody uses. */
  isUsed(result: number): boolean;
  warn(code: string, reason: string): void;
}

/** One operation while it is lowered: what its operands stand for, its attributes with defaults. */
export class OperationContext {
  readonly b: GraphBuilder;
  readonly operation: Operation;
  readonly inputs: readonly Meaning[];
  readonly around: Around;

  constructor(operation: Operation, inputs: readonly Meaning[], around: Around) {
    this.b = around.target.b;
    this.operation = operation;
    this.inputs = inputs;
    this.around = around;
  }

  get name(): string {
    return this.operation.name;
  }

  /** The same operation with other parts, and what its operands stand for then. */
  restated(parts: Partial<Operation>, inputs: readonly Meaning[] = this.inputs): OperationContext {
    return new OperationContext({ ...this.operation, ...parts }, inputs, this.around);
  }

  /** The same where its last operands are known: numbers that it has as attributes of these names. */
  withNumbers(names: readonly string[]): OperationContext {
    const { operation, inputs } = this;
    const first = inputs.length - names.length;
    const attributes = new Map(operation.attributes);
    names.forEach((name, i) => {
      const values = this.numbers(first + i).map(BigInt);
      attributes.set(name, { kind: "array", element: "i64", values });
    });
    const operands = operation.operands.slice(0, first);
    return this.restated({ operands, attributes }, inputs.slice(0, first));
  }

  /** @throws {AceError} `malformed-model` where it is absent, `unsupported-type` where no tensor */
  tensor(index: number): TensorId {
    const meaning = this.meaning(index);
    if (isTensor(meaning)) return meaning;
    return this.refuse("unsupported-type", `a tensor as operand ${index}`, describe(meaning));
  }

  meaning(index: number): Meaning {
    const meaning = this.inputs[index];
    return meaning ?? this.refuse("malformed-model", `operand ${index}`, "none");
  }

  /** All operands, which must be tensors. */
  tensors(from = 0, to = this.inputs.length): readonly TensorId[] {
    return Array.from({ length: to - from }, (_, i) => this.tensor(from + i));
  }

  type(index: number): TensorType {
    return this.b.type(this.tensor(index));
  }

  shape(index: number): readonly number[] {
    return this.type(index).shape;
  }

  element(index: number): ElementType {
    return this.type(index).element;
  }

  /** Elements of an operand that must be known before the program runs: a shape, a size. */
  constant(index: number): Tensor {
    const value = this.around.target.valueNow(this.tensor(index));
    if (value !== undefined) return value;
    return this.refuse(
      "unknown-value",
      `operand ${index} known without running the program`,
      "a value that is computed from the inputs",
    );
  }

  numbers(index: number): readonly number[] {
    return toNumbers(this.constant(index));
  }

  /** A tensor of one value: a scalar that is stretched. */
  filled(element: ElementType, shape: readonly number[], value: number | bigint): TensorId {
    const scalar = this.b.scalar(element, value);
    return shape.length === 0 ? scalar : this.b.emit(broadcast, [scalar], { shape });
  }

  /** Rank that the text states of an operand. */
  rankOf(index: number): number {
    const type = this.operation.operands[index]?.type;
    if (type?.kind === "tensor") return type.shape.length;
    return this.refuse("unsupported-type", `a tensor as operand ${index}`, type?.kind ?? "none");
  }

  attribute(name: string): Attribute | undefined {
    return this.operation.attributes.get(name);
  }

  has(name: string): boolean {
    return this.operation.attributes.has(name);
  }

  /** Whole numbers; those given where the attribute is left out. */
  integers(name: string, otherwise?: readonly number[]): readonly number[] {
    const attribute = this.attribute(name);
    const values = integersOf(attribute) ?? (attribute === undefined ? otherwise : undefined);
    return values ?? this.lacks(name, "whole numbers");
  }

  integer(name: string, otherwise?: number): number {
    const attribute = this.attribute(name);
    const value =
      integerOf(attribute) ?? (attribute === undefined ? otherwise : integersOf(attribute)?.[0]);
    return value ?? this.lacks(name, "a whole number");
  }

  /** A word of an enumeration: `GE`, `RFFT`. */
  word(name: string, otherwise?: string): string {
    return wordOf(this.attribute(name)) ?? otherwise ?? this.lacks(name, "a word");
  }

  /** The numbers of an attribute such as `#stablehlo.gather<...>`. */
  parameters(name: string): Parameters {
    return new Parameters(this.body(name));
  }

  body(name: string): string {
    const attribute = this.attribute(name);
    if (attribute?.kind === "dialect" && attribute.body !== undefined) return attribute.body;
    return this.lacks(name, "an attribute of its dialect");
  }

  region(index: number): Region {
    const region = this.operation.regions[index];
    return region ?? this.refuse("malformed-model", `region ${index}`, "none");
  }

  /** The type that the text states of a result. */
  resultType(index = 0): TensorForm {
    const type = this.operation.results[index]?.type;
    if (type?.kind === "tensor") return type;
    const got = type === undefined ? "none" : typeText(type);
    return this.refuse("unsupported-type", `a tensor as result ${index}`, got);
  }

  /** The element type of a result, which must be a plain one. */
  resultElement(index = 0): ElementType {
    const { element } = this.resultType(index);
    const known = elementTypeOf(element);
    return known ?? this.refuse("unsupported-type", "a plain element type", element);
  }

  /** The same; of complex elements the type of both parts. */
  resultElementOrPart(index = 0): ElementType {
    const { element } = this.resultType(index);
    const known = elementTypeOf(complexPart(element) ?? element);
    return known ?? this.refuse("unsupported-type", "a known element type", element);
  }

  /** The shape that the text states of a result, where all its sizes are static. */
  resultShape(index = 0): readonly number[] {
    const { shape } = this.resultType(index);
    const sizes = shape.map((size) =>
      typeof size === "number" ? size : this.refuse("unknown-shape", "a static shape", "?"),
    );
    return sizes;
  }

  /** Throws what is wrong with this operation. */
  refuse(code: AceError["code"], expected: string, got: string): never {
    throw new AceError(code, { action: "import", subject: this.name, expected, got });
  }

  lacks(attribute: string, expected: string): never {
    const got = this.attribute(attribute)?.kind ?? "none";
    return this.refuse("invalid-attribute", `${expected} as attribute ${attribute}`, got);
  }
}

/** Turns an operation into operators; returns what its results stand for. */
export type Lowering = (node: OperationContext) => Meaning | readonly Meaning[];

/** What a lowering gives, as a list also where it is one. */
export function meaningsOf(made: ReturnType<Lowering>): readonly Meaning[] {
  return Array.isArray(made) ? (made as readonly Meaning[]) : [made as Meaning];
}

/** Lowerings by the name of the operation. */
export type LoweringTable = Readonly<Record<string, Lowering>>;
