import { AceError, type Where } from "../../../errors.ts";
import type { Module, Operation, Program, ProgramFunction, Region, Value } from "./program.ts";
import { expectRegions, type Fail } from "./region-forms.ts";
import { type Count, type Likeness, signatureOf } from "./signatures.ts";
import { fitShapes, sameTypes, type TensorForm, type Type, typeList } from "./type.ts";

/** Last operations of regions: they give what the region returns. */
const TERMINATORS: ReadonlySet<string> = new Set(["func.return", "stablehlo.return", "sdy.return"]);

/** Operations whose attribute names a function that takes their operands and gives their results. */
const CALLEES: ReadonlyMap<string, string> = new Map([
  ["func.call", "callee"],
  ["stablehlo.composite", "decomposition"],
]);

/**
 * Checks what a program must be before it is lowered: values are used after they are defined, calls
 * fit the functions that they name and do not go round, regions end, and operations that are known
 * have the operands, results, regions and attributes that they need.
 *
 * @throws {AceError} `invalid-graph`; `where.offset` is the operation's place in the source
 */
export function validateProgram({ modules }: Program): void {
  for (const module of modules) validateModule(module);
}

function validateModule(module: Module): void {
  const state = { module, known: new Set<Value>(), calls: new Map<string, Set<string>>() };
  for (const each of module.functions.values()) validateFunction(each, state);
  expectNoCycle(module, state.calls);
  for (const inner of module.modules) validateModule(inner);
}

interface State {
  readonly module: Module;
  /** Values that can be used at the place. */
  readonly known: Set<Value>;
  /** Whom each function calls. */
  readonly calls: Map<string, Set<string>>;
}

function validateFunction(of: ProgramFunction, state: State): void {
  const { body, name, at } = of;
  if (body.operations.length === 0) return;
  const calls = new Set<string>();
  state.calls.set(name, calls);
  const end = validateRegion(body, state, calls, () => failAt(`function @${name}`, { offset: at }));
  const returned = end.operands.map(({ type }) => type);
  if (sameTypes(returned, of.resultTypes)) return;
  failOf(end)(`results of types ${typeList(of.resultTypes)}`, typeList(returned));
}

/** Returns the operation that ends the region. */
function validateRegion(
  region: Region,
  state: State,
  calls: Set<string>,
  fail: () => Fail,
): Operation {
  const { operations } = region;
  const end = operations.at(-1);
  if (end === undefined || !TERMINATORS.has(end.name)) {
    return fail()("a region that ends with a return", end?.name ?? "no operation");
  }
  const defined: Value[] = [...region.arguments];
  for (const value of defined) state.known.add(value);
  for (const operation of operations) {
    if (operation !== end && TERMINATORS.has(operation.name)) {
      failOf(operation)("a return at the end of its region", "one before it");
    }
    validateOperation(operation, state, calls);
    for (const result of operation.results) {
      state.known.add(result);
      defined.push(result);
    }
  }
  for (const value of defined) state.known.delete(value);
  return end;
}

function validateOperation(operation: Operation, state: State, calls: Set<string>): void {
  const { name, operands } = operation;
  for (const operand of operands) {
    if (state.known.has(operand)) continue;
    failOf(operation)("operands that are defined before", operand.name || "another value");
  }
  expectSignature(operation);
  const callee = CALLEES.get(name);
  if (callee !== undefined) calls.add(expectCall(operation, callee, state.module));
  for (const region of operation.regions) {
    validateRegion(region, state, calls, () => failOf(operation));
  }
  if (operation.regions.length > 0) expectRegions(operation, failOf(operation));
}

function expectSignature(operation: Operation): void {
  const signature = signatureOf(operation.name);
  if (signature === undefined) return;
  for (const part of ["operands", "results", "regions"] as const) {
    const { length } = operation[part];
    if (fits(length, signature[part])) continue;
    failOf(operation)(`${countText(signature[part])} ${part}`, `${length}`);
  }
  for (const name of signature.attributes) {
    if (!operation.attributes.has(name)) failOf(operation)(`an attribute ${name}`, "none");
  }
  expectLikeness(operation, signature.likeness);
}

function fits(length: number, count: Count): boolean {
  return typeof count === "number" ? length === count : length >= count.least;
}

function countText(count: Count): string {
  return typeof count === "number" ? `${count}` : `at least ${count.least}`;
}

function expectLikeness(operation: Operation, likeness: Likeness): void {
  if (likeness === undefined) return;
  const { operands, results } = operation;
  const [result] = results as readonly [Value];
  for (const { type } of operands) {
    if (isLike(type, result.type, likeness)) continue;
    const what = likeness === "types" ? "of one type" : "of one shape";
    const got = typeList([...operands, ...results].map((value) => value.type));
    failOf(operation)(`operands and results ${what}`, got);
  }
}

function isLike(type: Type, result: Type, likeness: Likeness): boolean {
  if (type.kind !== "tensor" || result.kind !== "tensor") return type.kind === result.kind;
  if (likeness === "types" && !sameElement(type, result)) return false;
  if (likeness === "shapes or scalars" && type.shape.length === 0) return true;
  return fitShapes(type, result);
}

/** Quantized types with different scales go together. */
function sameElement({ element }: TensorForm, other: TensorForm): boolean {
  return element === other.element || element.startsWith("!") || other.element.startsWith("!");
}

/** The name of the function that is called. */
function expectCall(operation: Operation, attribute: string, module: Module): string {
  const symbol = operation.attributes.get(attribute);
  const fail = failOf(operation);
  if (symbol?.kind !== "symbol") return fail("the name of a function", symbol?.kind ?? "none");
  const name = symbol.path.join("::");
  const called = module.functions.get(name);
  if (called === undefined) return fail("a function of its module", `@${name}`);
  const given = operation.operands.map(({ type }) => type);
  const taken = called.body.arguments.map(({ type }) => type);
  if (!sameTypes(given, taken))
    return fail(`operands of types ${typeList(taken)}`, typeList(given));
  const results = operation.results.map(({ type }) => type);
  if (sameTypes(results, called.resultTypes)) return name;
  return fail(`results of types ${typeList(called.resultTypes)}`, typeList(results));
}

/** Calls are inlined: a function that calls itself would never end. */
function expectNoCycle(module: Module, calls: ReadonlyMap<string, ReadonlySet<string>>): void {
  const left = new Map([...calls].map(([name, callees]) => [name, new Set(callees)]));
  const callers = new Map<string, string[]>();
  for (const [name, callees] of calls) {
    for (const callee of callees) {
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [name]);
      else known.push(name);
    }
  }
  const free = [...module.functions.keys()].filter((name) => (left.get(name)?.size ?? 0) === 0);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    for (const caller of callers.get(name) ?? []) {
      left.get(caller)?.delete(name);
      if (left.get(caller)?.size === 0) free.push(caller);
    }
  }
  const [cyclic] = [...left].find(([, callees]) => callees.size > 0) ?? [];
  if (cyclic === undefined) return;
  const { at } = module.functions.get(cyclic) as ProgramFunction;
  failAt(`function @${cyclic}`, { offset: at })("calls that do not go round", "a call of itself");
}

function failOf({ name, at }: Operation): Fail {
  return failAt(name, { offset: at, operator: name });
}

function failAt(subject: string, where: Where): Fail {
  return (expected, got) => {
    throw new AceError("invalid-graph", { action: "import", subject, expected, got }, { where });
  };
}
