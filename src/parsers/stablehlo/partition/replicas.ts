import { integerOf } from "../lowering/attribute-reading.ts";
import { type Attribute, NO_ATTRIBUTES } from "../program/attribute.ts";
import type { Module, Operation, ProgramFunction, Value } from "../program/program.ts";
import type { Type } from "../program/type.ts";

/**
 * The module with its entry function run by every replica that it is for, as a manual computation of
 * which each has its own arguments; what comes out is what the first one gives.
 *
 * Source: StableHLO, "Parallel execution": `mhlo.num_replicas`.
 */
export function withReplicas(module: Module, entry: ProgramFunction): Module {
  const replicas = integerOf(module.attributes.get("mhlo.num_replicas")) ?? 1;
  if (replicas <= 1) return module;
  const own = [...module.functions].map(
    ([key, of]) => [key, of === entry ? replicated(of, replicas) : of] as const,
  );
  return { ...module, functions: new Map(own) };
}

function replicated(entry: ProgramFunction, replicas: number): ProgramFunction {
  const { body, resultTypes, location, at } = entry;
  const copies = body.arguments.map((value): Value => ({ ...value }));
  const made = body.operations.at(-1)?.operands ?? [];
  const results = made.map((value): Value => ({ ...value }));
  const shared = { attributes: NO_ATTRIBUTES, regions: [], location, at };
  const whole = (types: readonly Type[]): Attribute => ({
    kind: "list",
    items: types.map((type) => ({ kind: "string", value: wholeSharding(type, replicas) })),
  });
  const computation: Operation = {
    ...shared,
    name: "sdy.manual_computation",
    operands: copies,
    results,
    attributes: new Map([
      ["in_shardings", whole(copies.map(({ type }) => type))],
      ["out_shardings", whole(resultTypes)],
    ]),
    regions: [body],
  };
  const end: Operation = { ...shared, name: "func.return", operands: results, results: [] };
  return { ...entry, body: { arguments: copies, operations: [computation, end] } };
}

/** As XLA says that every one of some devices has the whole tensor. */
function wholeSharding(type: Type, devices: number): string {
  const ones = type.kind === "tensor" ? type.shape.map(() => 1) : [];
  return `{devices=[${[...ones, devices].join()}]<=[${devices}] last_tile_dim_replicate}`;
}
