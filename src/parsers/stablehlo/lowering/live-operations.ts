import type { Operation, Region, Value } from "../program/program.ts";

/** What of a region has a use. */
export interface LivePart {
  /** In order, without the terminator. */
  readonly operations: readonly Operation[];
  /** Values that the region gives. */
  readonly results: readonly Value[];
  /** Values that a live operation, or what the region gives, uses. */
  readonly used: ReadonlySet<Value>;
}

const known = new WeakMap<Region, LivePart>();

/** The operations of a region on which something that it gives depends; worked out once for each. */
export function livePart(region: Region): LivePart {
  let part = known.get(region);
  if (part === undefined) {
    part = partOf(region);
    known.set(region, part);
  }
  return part;
}

/** The live operations of a region, each followed by those of the regions inside it. */
export function liveOperations(region: Region): readonly Operation[] {
  return livePart(region).operations.flatMap((operation) => [
    operation,
    ...operation.regions.flatMap(liveOperations),
  ]);
}

function partOf({ operations }: Region): LivePart {
  const last = operations.at(-1);
  const results = last !== undefined && last.results.length === 0 ? last.operands : [];
  const used = new Set(results);
  const live: Operation[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    const operation = operations[i] as Operation;
    if (!operation.results.some((result) => used.has(result))) continue;
    live.push(operation);
    for (const value of usedBy(operation)) used.add(value);
  }
  return { operations: live.reverse(), results, used };
}

/** The operation of a region that makes a value, where one other uses it, once. */
export function soleProducer(region: Region, value: Value): Operation | undefined {
  const { operations, results } = livePart(region);
  const uses = [results, ...operations.map(usedBy)].flat().filter((used) => used === value);
  if (uses.length !== 1) return undefined;
  return operations.find((operation) => operation.results.includes(value));
}

/** Its operands, and what its regions use; values of the regions themselves do no harm. */
function usedBy(operation: Operation): readonly Value[] {
  if (operation.regions.length === 0) return operation.operands;
  return [...operation.operands, ...operation.regions.flatMap(usedIn)];
}

function usedIn(region: Region): readonly Value[] {
  return [...livePart(region).used];
}
