import { withInner } from "../lowering/entry.ts";
import { liveOperations } from "../lowering/live-operations.ts";
import type { Attribute } from "../program/attribute.ts";
import type { Module, Operation, Program, ProgramFunction, Region } from "../program/program.ts";
import { type Type, typeText } from "../program/type.ts";
import { checkName } from "./check.ts";

/** A function that checks its own results, and the module in which it is. */
export interface CheckedFunction {
  readonly module: Module;
  readonly entry: ProgramFunction;
}

/** The functions of a program that check something and that no other one uses. */
export function checkedFunctions({ modules }: Program): readonly CheckedFunction[] {
  return modules.flatMap(withInner).flatMap((module) => {
    const functions = [...module.functions.values()];
    const used = new Set(functions.flatMap(({ body }) => operationsIn(body).flatMap(symbolsOf)));
    return functions
      .filter(({ name }) => !used.has(name))
      .filter((entry) => reached(module, entry).some(holdsCheck))
      .map((entry) => ({ module, entry }));
  });
}

function holdsCheck({ body }: ProgramFunction): boolean {
  return operationsIn(body).some((operation) => checkName(operation) !== undefined);
}

/** Checks that are not at the top of the function: in a region, or in what it calls. */
export function innerChecks({ module, entry }: CheckedFunction): readonly Operation[] {
  const regions = entry.body.operations.flatMap((operation) => operation.regions);
  const others = reached(module, entry).slice(1);
  return [...regions, ...others.map(({ body }) => body)]
    .flatMap(operationsIn)
    .filter((operation) => checkName(operation) !== undefined);
}

/** An operation, and the element types of what goes into it and comes out. */
export interface OperationUse {
  readonly operator: string;
  readonly types: string;
}

/** The operations of a function, and those of its callees that they need, by name. */
export function operationsOf({ module, entry }: CheckedFunction): readonly OperationUse[] {
  const callees = reached(module, entry).slice(1);
  const types = new Map<string, Set<string>>();
  for (const operation of [
    ...operationsIn(entry.body).filter(isWork),
    ...callees.flatMap(({ body }) => liveOperations(body)),
  ]) {
    const known = types.get(operation.name) ?? new Set();
    for (const { type } of [...operation.operands, ...operation.results]) {
      known.add(elementOf(type));
    }
    types.set(operation.name, known);
  }
  return [...types]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([operator, known]) => ({ operator, types: [...known].toSorted().join(" ") }));
}

/** False for checks, and for what only ends a region. */
function isWork(operation: Operation): boolean {
  return checkName(operation) === undefined && !operation.name.endsWith(".return");
}

/** The element type of a tensor, a quantized one without its scales. */
function elementOf(type: Type): string {
  return type.kind === "tensor" ? type.element.replace(/,.*/, ">") : typeText(type);
}

/** A function and all that it uses, itself first. */
function reached(module: Module, entry: ProgramFunction): readonly ProgramFunction[] {
  const found = new Set([entry]);
  for (const { body } of found) {
    for (const name of operationsIn(body).flatMap(symbolsOf)) {
      const callee = module.functions.get(name);
      if (callee !== undefined) found.add(callee);
    }
  }
  return [...found];
}

function operationsIn({ operations }: Region): readonly Operation[] {
  return operations.flatMap((operation) => [operation, ...operation.regions.flatMap(operationsIn)]);
}

/** Names of functions among the attributes of an operation. */
function symbolsOf({ attributes }: Operation): readonly string[] {
  return [...attributes.values()].flatMap(symbolsIn);
}

function symbolsIn(attribute: Attribute): readonly string[] {
  if (attribute.kind === "symbol") return attribute.path.slice(-1);
  return attribute.kind === "list" ? attribute.items.flatMap(symbolsIn) : [];
}
