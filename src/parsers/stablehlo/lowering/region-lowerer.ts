import { AceError } from "../../../errors.ts";
import type { Graph, TensorId } from "../../../graph/graph.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import { opaque } from "../../../ops/leaf/opaque.ts";
import { Findings } from "../../lowering/findings.ts";
import { recursive } from "../../lowering/limits.ts";
import { regionsOf, type TensorDraft } from "../../lowering/regions.ts";
import type { Draft, StructureSite } from "../../lowering/site.ts";
import { isUnsupported, reasonOf } from "../../lowering/unsupported.ts";
import { loweringOf } from "../operators/index.ts";
import { elementTypeOf } from "../program/element-names.ts";
import type { Operation, ProgramFunction, Region, Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";
import type { WidthNotes } from "../width-names.ts";
import { assemble } from "./assemble.ts";
import type { Block, Surroundings } from "./block.ts";
import { type Around, meaningsOf, OperationContext } from "./context.ts";
import { checkResult } from "./declared-types.ts";
import { Environment } from "./environment.ts";
import { livePart, soleProducer } from "./live-operations.ts";
import { hasUnknown, type Meaning, tensorsOf, UNKNOWN } from "./meaning.ts";

/** Turns the operations of a region into operators, one after the other. */
export class RegionLowerer {
  readonly #around: Surroundings;
  readonly #block: Block;

  constructor(block: Block, around: Surroundings) {
    this.#block = block;
    this.#around = around;
  }

  /** Lowers a region in place; returns what it gives. */
  run(region: Region, given: readonly Meaning[]): readonly Meaning[] {
    const { environment, depth } = this.#block;
    const { operations, results } = livePart(region);
    const stays = environment.target.outer === undefined;
    this.#around.limits.enter(depth, operations.length, stays);
    region.arguments.forEach((value, i) => {
      environment.define(value, given[i] ?? UNKNOWN);
    });
    for (const operation of operations) this.#lower(operation, region);
    return results.map((value) => this.#find(value));
  }

  #find(value: Value): Meaning {
    const meaning = this.#block.environment.find(value);
    if (meaning !== undefined) return meaning;
    throw new AceError("malformed-model", {
      action: "import",
      subject: `value ${value.name}`,
      expected: "one that is defined before it is used",
      got: "one that is not",
    });
  }

  #lower(operation: Operation, region: Region): void {
    const { environment, path } = this.#block;
    const inputs = operation.operands.map((value) => this.#find(value));
    if (inputs.some((meaning) => hasUnknown(meaning) && operation.name !== TUPLE_ELEMENT)) {
      this.#define(
        operation,
        operation.results.map(() => UNKNOWN),
      );
      return;
    }
    const { b } = environment.target;
    b.origin = this.#around.names.origin(this.#around.root, operation, path);
    try {
      this.#define(operation, this.#lowered(operation, inputs, region));
    } catch (error) {
      if (!(error instanceof AceError)) throw error;
      if (!isUnsupported(error)) throw error.at(this.#where(operation));
      this.#leaveOut(operation, inputs, error);
    }
  }

  #where(operation: Operation) {
    const { name, operator } = this.#around.names.describe(operation, this.#block.path);
    return { node: name, operator };
  }

  #lowered(operation: Operation, inputs: readonly Meaning[], region: Region): readonly Meaning[] {
    const lowering = loweringOf(operation.name);
    const context = new OperationContext(operation, inputs, this.#aroundOf(operation, region));
    if (lowering === undefined) {
      return context.refuse("unsupported-operator", "an operation that is known", "another one");
    }
    const meanings = meaningsOf(lowering(context));
    const { b } = this.#block.environment.target;
    operation.results.forEach((result, i) => {
      const meaning = meanings[i];
      if (meaning !== undefined) checkResult(result.type, meaning, b, operation.name);
    });
    return meanings;
  }

  #aroundOf(operation: Operation, region: Region): Around {
    const { environment, findings } = this.#block;
    const { target } = environment;
    const inPlace = <T>(body: () => T): T => {
      const { origin } = target.b;
      const result = body();
      target.b.origin = origin;
      return result;
    };
    const { module, running } = this.#around;
    return {
      target,
      module,
      running,
      site: (owners) => this.#site(operation, region, owners),
      inline: (inner, given) => inPlace(() => this.#inner().run(inner, given)),
      draft: (types, lower) => this.#draft(operation, types, lower),
      scalarRegion: (inner, types, order) =>
        this.#scalarRegion(operation, inner, types, order ?? types.map((_, i) => i)),
      functionNamed: (name) => this.#around.module.functions.get(name),
      call: (callee, given, notes) => inPlace(() => this.#call(operation, callee, given, notes)),
      soleProducer: (value) => soleProducer(region, value),
      isUsed: (result) => livePart(region).used.has(operation.results[result] as Value),
      warn: (code, reason) => {
        findings.warnings.push({ code, where: this.#where(operation), reason });
      },
    };
  }

  /** For a region inside this one, in the same graph. */
  #inner(): RegionLowerer {
    const block = { ...this.#block, depth: this.#block.depth + 1 };
    return new RegionLowerer(block, this.#around);
  }

  #draft(
    operation: Operation,
    types: readonly TensorType[],
    lower: Parameters<Around["draft"]>[1],
  ): Draft {
    const outer = this.#block.environment;
    const target = outer.target.region();
    const environment = new Environment(target, outer);
    const findings = new Findings();
    const block = { ...this.#block, environment, findings, depth: this.#block.depth + 1 };
    target.b.origin = this.#around.names.origin(this.#around.root, operation, this.#block.path);
    const { origin } = target.b;
    const given = types.map((type) => target.argument(type));
    const outputs = lower(
      (region, meanings) => {
        const made = new RegionLowerer(block, this.#around).run(region, meanings);
        target.b.origin = origin;
        return made;
      },
      given,
      target,
    );
    return { target, findings, outputs };
  }

  #scalarRegion(
    operation: Operation,
    region: Region,
    types: readonly TensorType[],
    order: readonly number[],
  ): ReturnType<Around["scalarRegion"]> {
    const forms = region.arguments.map(({ type }) => type);
    const draft = this.#draft(operation, types, (inner, given) => {
      const parts = order.map((place) => given[place]);
      return inner(region, assemble(forms, parts)).flatMap(tensorsOf);
    });
    draft.findings.unsupported.throwIfFatal(true);
    const { regions, captured } = regionsOf([draft as TensorDraft]);
    return { region: regions[0] as Graph, captured };
  }

  #call(
    operation: Operation,
    callee: ProgramFunction,
    given: readonly Meaning[],
    notes: WidthNotes | undefined,
  ): readonly Meaning[] {
    const { callers, environment, path, depth } = this.#block;
    if (callers.includes(callee.name)) throw recursive(callee.name);
    const block: Block = {
      ...this.#block,
      environment: new Environment(environment.target),
      path: this.#around.names.enter(operation, callee, path, notes),
      callers: [...callers, callee.name],
      depth: depth + 1,
    };
    return new RegionLowerer(block, this.#around).run(callee.body, given);
  }

  #site(operation: Operation, region: Region, owners: readonly number[]): StructureSite {
    const { environment, findings, path } = this.#block;
    const { names, running, trips } = this.#around;
    const { name } = names.describe(operation, path);
    const { used } = livePart(region);
    return {
      outputCount: owners.length,
      isUsed: (output) => used.has(operation.results[owners[output] as number] as Value),
      name,
      target: environment.target,
      findings,
      running,
      trips,
      loopName: () => trips.nameOf(environment.target.b.origin, names.loopName(operation, path)),
      leaveOut: (found) => {
        for (const inner of found) findings.absorb(inner);
        return [];
      },
      refuse(code, expected, got) {
        throw new AceError(code, { action: "import", subject: operation.name, expected, got });
      },
    };
  }

  #define(operation: Operation, meanings: readonly Meaning[]): void {
    const { environment, path } = this.#block;
    const { graph } = environment.target.b;
    operation.results.forEach((result, i) => {
      const meaning = meanings[i] ?? UNKNOWN;
      environment.define(result, meaning);
      const [id, ...others] = tensorsOf(meaning);
      if (id === undefined || others.length > 0 || result.name === "") return;
      if (graph.hasName(id) || graph.producer(id) === undefined) return;
      graph.nameTensor(id, this.#around.names.valueName(result, path));
    });
  }

  /** Keeps the stated types of what cannot be lowered, or leaves its results unknown. */
  #leaveOut(operation: Operation, inputs: readonly Meaning[], error: AceError): void {
    const { environment, findings, path } = this.#block;
    const { target } = environment;
    const stated = operation.results.map(({ type }) => type);
    const types = stated.flatMap((type) => staticTypes(type, target.b.graph));
    const isKnown = types.every((type) => type !== undefined);
    const origin = this.#around.names.describe(operation, path);
    const lacksValue = error.code === "unknown-value";
    findings.unsupported.add(origin, reasonOf(error), !isKnown, lacksValue);
    if (!isKnown) {
      this.#define(
        operation,
        operation.results.map(() => UNKNOWN),
      );
      return;
    }
    const operands: readonly TensorId[] = inputs.flatMap(tensorsOf);
    const attributes = { operator: operation.name, outputs: types };
    this.#define(operation, assemble(stated, target.b.emitAll(opaque, operands, attributes)));
  }
}

const TUPLE_ELEMENT = "stablehlo.get_tuple_element";

/** Types that the text states, of the parts of a tuple one by one; undefined where not static. */
function staticTypes(type: Type, graph: Graph): readonly (TensorType | undefined)[] {
  if (type.kind === "tuple") return type.items.flatMap((item) => staticTypes(item, graph));
  const element = type.kind === "tensor" ? elementTypeOf(type.element) : undefined;
  if (type.kind !== "tensor" || element === undefined || !type.shape.every(isStatic)) {
    return [undefined];
  }
  return [graph.types.intern(element, type.shape as readonly number[])];
}

function isStatic(size: unknown): boolean {
  return typeof size === "number";
}
