import type { Attribute } from "../../stablehlo/program/attribute.ts";
import { integersOf, itemsOf } from "../attribute-text.ts";
import { i64Table, integer } from "./mlir.ts";
import { onlyDimension } from "./movement.ts";
import type { Said, Use } from "./use.ts";

type Named = Readonly<Record<string, Attribute>>;

/** Opcodes by which devices exchange tensors. */
export const collectives: Readonly<Record<string, (use: Use) => Said>> = {
  "all-reduce": (use) => ({
    name: "stablehlo.all_reduce",
    attributes: group(use),
    regions: [use.region("to_apply", { parts: false })],
    hasParts: true,
  }),
  "all-gather": (use) => ({
    name: "stablehlo.all_gather",
    attributes: { all_gather_dim: integer(onlyDimension(use)), ...group(use) },
    hasParts: true,
  }),
  "reduce-scatter": (use) => ({
    name: "stablehlo.reduce_scatter",
    attributes: { scatter_dimension: integer(onlyDimension(use)), ...group(use) },
    regions: [use.region("to_apply", { parts: false })],
  }),
  "all-to-all": allToAll,
  "collective-broadcast": (use) => ({
    name: "stablehlo.collective_broadcast",
    attributes: group(use),
  }),
  "collective-permute": (use) => ({
    name: "stablehlo.collective_permute",
    attributes: {
      source_target_pairs: table(use, "source_target_pairs"),
      ...channel(use),
    },
  }),
};

/** Along a dimension, or of a tuple each part to another device, for which StableHLO has no word. */
function allToAll(use: Use): Said {
  const parts: Said = { name: "hlo.all-to-all", attributes: group(use), hasParts: true };
  if (use.raw("dimensions") === undefined) return parts;
  const dimension = integer(onlyDimension(use));
  const groups = replicaGroups(use);
  const width = groups.kind === "elements" ? groups.elements.type.shape[1] : undefined;
  return {
    name: "stablehlo.all_to_all",
    attributes: {
      split_dimension: dimension,
      concat_dimension: dimension,
      ...(typeof width === "number" ? { split_count: integer(width) } : {}),
      ...group(use),
    },
  };
}

function group(use: Use): Named {
  return {
    replica_groups: replicaGroups(use),
    ...channel(use),
    ...(use.flag("use_global_device_ids") ? { use_global_device_ids: { kind: "unit" } } : {}),
  };
}

/** Handles of devices to devices have type 1. */
function channel(use: Use): Named {
  const handle = use.integer("channel_id", 0n);
  if (handle <= 0n) return {};
  const body = `handle = ${handle}, type = 1`;
  return { channel_handle: { kind: "dialect", name: "stablehlo.channel_handle", body } };
}

/** Groups in full; those that are counted, `[2,2]<=[4]`, stay a text. */
function replicaGroups(use: Use): Attribute {
  const text = use.raw("replica_groups") ?? "{}";
  return text.startsWith("{") ? table(use, "replica_groups") : { kind: "string", value: text };
}

/** `{{0,1},{2,3}}`; short rows end in -1. */
function table(use: Use, key: string): Attribute {
  const text = use.raw(key) ?? "{}";
  const rows = itemsOf(text)?.map((item) => integersOf(item));
  if (rows === undefined || rows.includes(undefined)) use.failValue(key, "groups in braces", text);
  const known = (rows ?? []) as bigint[][];
  const width = known.reduce((most, row) => Math.max(most, row.length), 0);
  // Padding a long list of groups to a long one would take the product of both.
  if (known.length * width > text.length) use.failValue(key, "groups of about one size", text);
  return i64Table(
    known.map((row) => [...row, ...new Array<bigint>(width - row.length).fill(-1n)]),
    width,
  );
}
