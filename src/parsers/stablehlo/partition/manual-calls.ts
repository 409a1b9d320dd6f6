import { livePart } from "../lowering/live-operations.ts";
import { type Attribute, NO_ATTRIBUTES } from "../program/attribute.ts";
import type { Module, Operation, Region, Value } from "../program/program.ts";
import { frontendText } from "./mesh.ts";
import { type Origin, Origins } from "./value-origins.ts";

/** Targets of custom calls around the call of a body: Shardy's, and those before it. */
const ENTER = ["xla.sdy.GlobalToLocalShape", "SPMDFullToShardShape"];
const LEAVE = ["xla.sdy.LocalToGlobalShape", "SPMDShardToFullShape"];
/** Says how a tensor lies on devices, and hands it on. */
const SHARDING = "Sharding";

/** What a custom call calls; undefined for other operations. */
export function targetOf({ name, attributes }: Operation): string | undefined {
  const target = attributes.get("call_target_name");
  return name === "stablehlo.custom_call" && target?.kind === "string" ? target.value : undefined;
}

/**
 * The module with every call between custom calls that cut its operands, and such that put its
 * results together, as one `sdy.manual_computation`: so HLO says it, and StableHLO did before Shardy.
 *
 * What is not just so stays as it is.
 */
export function withManualComputations(module: Module): Module {
  if (![...module.functions.values()].some(({ body }) => holdsLeave(body))) return module;
  const known = new Map<Region, Region>();
  const functions = [...module.functions].map(
    ([key, of]) => [key, { ...of, body: rewritten(of.body, { module, known }) }] as const,
  );
  return { ...module, functions: new Map(functions) };
}

function isLeave(operation: Operation): boolean {
  return LEAVE.includes(targetOf(operation) ?? "");
}

function holdsLeave({ operations }: Region): boolean {
  return operations.some((of) => isLeave(of) || of.regions.some(holdsLeave));
}

interface Rewriting {
  readonly module: Module;
  /** Regions by what they became; while one is in work, and should it hold itself, itself. */
  readonly known: Map<Region, Region>;
}

function rewritten(region: Region, rewriting: Rewriting): Region {
  const { known } = rewriting;
  if (!known.has(region)) {
    known.set(region, region);
    if (holdsLeave(region)) known.set(region, changed(region, rewriting));
  }
  return known.get(region) as Region;
}

function changed(region: Region, rewriting: Rewriting): Region {
  const origins = new Origins(region, (of) => targetOf(of) === SHARDING);
  const made = new Map<Operation, readonly Operation[]>();
  for (const [call, leaves] of leavesByCall(region, origins)) {
    const computation = manualComputation({ ...rewriting, call, leaves, origins });
    if (computation === undefined) continue;
    for (const { operation } of leaves) made.set(operation, []);
    made.set(call, computation);
  }
  const operations = region.operations.flatMap((operation) => {
    const own = made.get(operation);
    if (own !== undefined) return own;
    if (operation.regions.length === 0) return [operation];
    return [{ ...operation, regions: operation.regions.map((of) => rewritten(of, rewriting)) }];
  });
  return withoutLeftovers({ ...region, operations }, region);
}

/** Without the operations that were of use before it was rewritten, and are no more. */
function withoutLeftovers(region: Region, before: Region): Region {
  const [live, were] = [region, before].map((of) => new Set(livePart(of).operations));
  const last = region.operations.at(-1);
  const operations = region.operations.filter(
    (of) => of === last || live?.has(of) === true || were?.has(of) === false,
  );
  return { ...region, operations };
}

/** An operand of a custom call that puts together, and which result of a call it is. */
interface Leave extends Origin {
  readonly result: number;
}

function leavesByCall({ operations }: Region, origins: Origins): Map<Operation, Leave[]> {
  const found = new Map<Operation, Leave[]>();
  for (const operation of operations.filter(isLeave)) {
    operation.operands.forEach((value, index) => {
      const from = origins.of(value);
      if (from?.operation.name !== "func.call") return;
      const leaves = found.get(from.operation) ?? [];
      leaves.push({ operation, index, result: from.index });
      found.set(from.operation, leaves);
    });
  }
  return found;
}

/** A call with what stands around it. */
interface Surrounded extends Rewriting {
  readonly call: Operation;
  readonly leaves: readonly Leave[];
  readonly origins: Origins;
}

function manualComputation(of: Surrounded): readonly Operation[] | undefined {
  const { call, leaves, origins, module } = of;
  const symbol = call.attributes.get("callee");
  const name = symbol?.kind === "symbol" ? symbol.path.at(-1) : undefined;
  const body = module.functions.get(name ?? "")?.body;
  const enters = call.operands.flatMap((value) => origins.of(value) ?? []);
  const isEntered =
    enters.length === call.operands.length &&
    enters.every(({ operation }) => ENTER.includes(targetOf(operation) ?? ""));
  const ordered = leaves.toSorted((a, b) => a.result - b.result);
  const isLeft =
    ordered.every(({ result }, i) => result === i) && ordered.length === itemCount(call);
  if (body === undefined || !isEntered || !isLeft) return undefined;
  const attributes = shardyAttributes(enters, ordered) ?? olderAttributes(enters, ordered, origins);
  if (attributes === undefined) return undefined;
  const last = new Map([...new Set(ordered.map(({ operation }) => operation))].map(itemsOf));
  return [
    {
      ...call,
      name: "sdy.manual_computation",
      operands: enters.map(({ operation, index }) => operation.operands[index] as Value),
      results: ordered.map(({ operation, index }) => last.get(operation)?.[index] as Value),
      attributes,
      regions: [rewritten(body, of)],
    },
    ...[...last].flatMap(([operation, items]) => tupleOf(operation, items)),
  ];
}

function itemCount({ results }: Operation): number {
  const [first] = results;
  return results.length === 1 && first?.type.kind === "tuple"
    ? first.type.items.length
    : results.length;
}

/** Results of an operation, of a tuple its items. */
function itemsOf(operation: Operation): readonly [Operation, readonly Value[]] {
  const [whole] = operation.results;
  if (operation.results.length !== 1 || whole?.type.kind !== "tuple") {
    return [operation, operation.results];
  }
  const { location, name, type } = whole;
  return [operation, type.items.map((item, i) => ({ type: item, name: `${name}#${i}`, location }))];
}

function tupleOf(operation: Operation, items: readonly Value[]): readonly Operation[] {
  if (items === operation.results) return [];
  return [{ ...operation, name: "stablehlo.tuple", operands: items, attributes: NO_ATTRIBUTES }];
}

/** All operands are cut by one custom call, and all results put together by one, in order. */
function shardyAttributes(enters: readonly Origin[], leaves: readonly Origin[]) {
  const textOf = (origins: readonly Origin[], key: string): string | undefined => {
    const [first] = origins;
    const isOne = origins.every(
      ({ operation, index }, i) => operation === first?.operation && index === i,
    );
    if (first === undefined || !isOne) return first === undefined ? "[]" : undefined;
    return frontendText(first.operation.attributes.get("mhlo.frontend_attributes"), key);
  };
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["in_shardings", textOf(enters, "xla.sdy.in_shardings")],
    ["out_shardings", textOf(leaves, "xla.sdy.out_shardings")],
    ["manual_axes", textOf(leaves, "xla.sdy.manual_axes")],
  ];
  if (texts.some(([, text]) => text === undefined)) return undefined;
  return new Map(texts.map(([key, text]) => [key, string(text as string)]));
}

/** Each operand and result has custom calls of its own; before Shardy all axes were manual or none. */
function olderAttributes(enters: readonly Origin[], leaves: readonly Origin[], origins: Origins) {
  const cut = enters.map(({ operation }) => {
    const source = origins.producer(operation.operands[0] as Value);
    return {
      manual: operation,
      sharding: source && targetOf(source) === SHARDING ? source : undefined,
    };
  });
  const put = leaves.map(({ operation }) => {
    const source = origins.producer(operation.operands[0] as Value);
    return { manual: source, sharding: operation };
  });
  const isManual = [...cut, ...put].every(
    ({ manual }) => manual !== undefined && shardingText(manual) === "{manual}",
  );
  const shardings = [cut, put].map((list) =>
    list.map(({ sharding }) => (sharding === undefined ? undefined : shardingText(sharding))),
  );
  if (!isManual || shardings.flat().includes(undefined)) return undefined;
  const [inputs, outputs] = shardings as [string[], string[]];
  return new Map<string, Attribute>([
    ["in_shardings", { kind: "list", items: inputs.map(string) }],
    ["out_shardings", { kind: "list", items: outputs.map(string) }],
  ]);
}

function shardingText({ attributes }: Operation): string | undefined {
  const sharding = attributes.get("mhlo.sharding");
  return sharding?.kind === "string" ? sharding.value : undefined;
}

function string(value: string): Attribute {
  return { kind: "string", value };
}
