import type { Operation, Region } from "./program.ts";
import { compatibleTypes, type Type, typeList } from "./type.ts";

/** Refuses an operation: what was expected of it, and what it has. */
export type Fail = (expected: string, got: string) => never;

/** What a region takes and returns: how many values, whatever their types. */
interface Arity {
  readonly takes: number;
  readonly returns: number;
}

/** Checks arguments and returned values of the regions of an operation that is known. */
export function expectRegions(operation: Operation, fail: Fail): void {
  const { name, operands, results, regions } = operation;
  const typesOf = (values: Operation["operands"]) => values.map(({ type }) => type);
  if (name === "stablehlo.while") {
    const [condition, body] = regions as readonly [Region, Region];
    for (const region of [condition, body]) {
      expectTypes(typesOf(region.arguments), typesOf(operands), "arguments", fail);
    }
    expectTypes(typesOf(returned(body)), typesOf(operands), "results of the body", fail);
    expectTypes(typesOf(results), typesOf(operands), "results", fail);
    expectTruth(condition, fail);
  } else if (name === "stablehlo.if" || name === "stablehlo.case") {
    for (const region of regions) {
      expectArity(region, { takes: 0, returns: results.length }, fail);
      expectTypes(typesOf(returned(region)), typesOf(results), "results of a branch", fail);
    }
  } else {
    const arity = ARITIES.get(name)?.(operation);
    if (arity === undefined) return;
    for (const region of regions) expectArity(region, arity, fail);
  }
}

/** Two arguments for each result: what is put together so far, and an element. */
const folds = ({ results }: Operation): Arity => ({
  takes: 2 * results.length,
  returns: results.length,
});

const ARITIES: ReadonlyMap<string, (operation: Operation) => Arity> = new Map([
  ["stablehlo.reduce", folds],
  ["stablehlo.reduce_window", folds],
  ["stablehlo.scatter", folds],
  ["stablehlo.select_and_scatter", () => ({ takes: 2, returns: 1 })],
  ["stablehlo.all_reduce", () => ({ takes: 2, returns: 1 })],
  ["stablehlo.reduce_scatter", () => ({ takes: 2, returns: 1 })],
  ["stablehlo.sort", ({ operands }) => ({ takes: 2 * operands.length, returns: 1 })],
  ["stablehlo.map", ({ operands }) => ({ takes: operands.length, returns: 1 })],
]);

function returned({ operations }: Region): Operation["operands"] {
  return operations.at(-1)?.operands ?? [];
}

function expectArity(region: Region, { takes, returns }: Arity, fail: Fail): void {
  const taken = region.arguments.length;
  if (taken !== takes) fail(`regions of ${takes} arguments`, `${taken}`);
  const { length } = returned(region);
  if (length !== returns) fail(`regions that return ${returns} values`, `${length}`);
}

function expectTypes(
  got: readonly Type[],
  wanted: readonly Type[],
  what: string,
  fail: Fail,
): void {
  if (!compatibleTypes(got, wanted)) fail(`${what} of types ${typeList(wanted)}`, typeList(got));
}

function expectTruth(condition: Region, fail: Fail): void {
  const types = returned(condition).map(({ type }) => type);
  const [type] = types;
  const isTruth = type?.kind === "tensor" && type.element === "i1" && type.shape.length === 0;
  if (types.length !== 1 || !isTruth) fail("a condition of type tensor<i1>", typeList(types));
}
