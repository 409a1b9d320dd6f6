import { integerOf } from "../lowering/attribute-reading.ts";
import type { Attribute } from "../program/attribute.ts";
import type { Module, Operation } from "../program/program.ts";
import { hloDevices, hloTiling } from "./hlo-sharding.ts";
import { sdyPartition } from "./sdy-sharding.ts";
import { expectDevices, malformedSharding, type Partition } from "./tiling.ts";

/**
 * How a manual computation is spread over devices, from the shardings of Shardy or of XLA.
 *
 * @throws {AceError} `malformed-model`, `too-large`; `unsupported-operator` for other shardings
 */
export function partitionOf({ attributes }: Operation, module: Module): Partition {
  const [into, out] = [attributes.get("in_shardings"), attributes.get("out_shardings")];
  if (into?.kind === "list" && out?.kind === "list")
    return hloPartition(into.items, out.items, module);
  const [inputs, outputs, manual] = [into, out, attributes.get("manual_axes")].map(textOf);
  if (inputs === undefined || outputs === undefined || manual === undefined) {
    throw malformedSharding("in_shardings, out_shardings and manual_axes", "less");
  }
  return sdyPartition({ inputs, outputs }, manual, module);
}

function textOf(attribute: Attribute | undefined): string | undefined {
  if (attribute?.kind === "string") return attribute.value;
  return attribute?.kind === "dialect" ? attribute.body : undefined;
}

function hloPartition(
  into: readonly Attribute[],
  out: readonly Attribute[],
  { attributes }: Module,
): Partition {
  const textsOf = (list: readonly Attribute[]) => list.map((item) => textOf(item) ?? "");
  const [inputs, outputs] = [textsOf(into), textsOf(out)];
  const stated = [...inputs, ...outputs].flatMap((text) => hloDevices(text) ?? []);
  const devices = stated[0] ?? integerOf(attributes.get("mhlo.num_partitions")) ?? 0;
  const other = stated.find((count) => count !== devices);
  if (other !== undefined) throw malformedSharding(`${devices} devices`, `${other}`);
  const tilings = (texts: readonly string[]) => texts.map((text) => hloTiling(text, devices));
  return { devices: expectDevices(devices), inputs: tilings(inputs), outputs: tilings(outputs) };
}
