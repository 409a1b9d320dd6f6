import type { Graph, TensorId } from "../../../graph/graph.ts";
import { formatShape, type TensorType } from "../../../graph/tensor-type.ts";
import { type LoopAttributes, loop } from "../../../ops/core/loop.ts";
import { macsOf } from "../../../ops/region-macs.ts";
import { givesTensors, regionsOf } from "../../lowering/regions.ts";
import type { Draft } from "../../lowering/site.ts";
import { assemble, ownersOf, tensorCount } from "../lowering/assemble.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { type Meaning, tensorsOf, UNKNOWN } from "../lowering/meaning.ts";
import { partitionOf } from "../partition/partition.ts";
import { putTogether, TileCutter } from "../partition/tiles.ts";
import type { Tiling } from "../partition/tiling.ts";
import type { Type } from "../program/type.ts";
import { lowerSame } from "./movement.ts";

/** The first input of the region: which device it is. */
const DEVICE: TensorType = { element: "i64", shape: [] };

/**
 * What every device does with its tiles of the operands, as a loop over the devices: a trip cuts
 * them from the tensors around, and what the trips give is put together after the loop.
 *
 * Source: Shardy, `sdy.manual_computation`.
 */
const lowerManualComputation: Lowering = (node) => {
  const { devices, inputs, outputs } = partitionOf(node.operation, node.around.module);
  const types = node.operation.results.map(({ type }) => type);
  if (devices === 1) {
    return assemble(types, node.around.inline(node.region(0), node.inputs).flatMap(tensorsOf));
  }
  const owners = ownersOf(types);
  const site = node.around.site(owners);
  const draft = draftOf(node, inputs);
  if (!givesTensors(draft) || draft.outputs.length !== owners.length + 1) {
    site.leaveOut([draft.findings]);
    return types.map(() => UNKNOWN);
  }
  site.findings.absorb(draft.findings);
  const used = owners.map((_, i) => i).filter((i) => site.isUsed(i));
  const stacks = emitted(node, draft, used, devices);
  return types.map((type, result): Meaning => {
    const ids = used.flatMap((tensor, i) => (owners[tensor] === result ? [stacks[i]] : []));
    if (ids.length < tensorCount(type)) return UNKNOWN;
    const tiling = outputs[result] ?? node.lacks("out_shardings", "one for each result");
    const whole = ids.map((stack) => putTogether(node.b, stack as TensorId, tiling));
    return assemble([type], whole)[0] as Meaning;
  });
};

/** One trip as a region: whether to go on, which is always so, and the tensors of the results. */
function draftOf(node: OperationContext, tilings: readonly Tiling[]): Draft {
  const body = node.region(0);
  return node.around.draft([DEVICE], (inline, [device], target) => {
    const cutter = new TileCutter(target.b, device as TensorId);
    const tiles = node.inputs.map((meaning, i) => {
      const tiling = tilings[i] ?? node.lacks("in_shardings", "one for each operand");
      const ids = tensorsOf(meaning).map((id) => cutter.cut(target.capture(id), tiling));
      const type = body.arguments[i]?.type;
      for (const id of ids) expectTile(node, type, target.b.shape(id));
      return type === undefined ? UNKNOWN : (assemble([type], ids)[0] as Meaning);
    });
    return [target.b.scalar("bool", 1), ...inline(body, tiles).flatMap(tensorsOf)];
  });
}

/** Holds a tile against the type that the program states of it. */
function expectTile(
  node: OperationContext,
  type: Type | undefined,
  shape: readonly number[],
): void {
  const stated = type?.kind === "tensor" ? type.shape : [];
  const fits = stated.length === shape.length && stated.every((size, i) => size === shape[i]);
  if (!fits) node.refuse("shape-mismatch", `a tile ${stated.join("x")}`, formatShape(shape));
}

/** The loop over the devices; what is used of it, stacked by device. */
function emitted(
  node: OperationContext,
  draft: Draft,
  used: readonly number[],
  devices: number,
): readonly TensorId[] {
  const { b, around } = node;
  const [goesOn, ...made] = draft.outputs as readonly TensorId[];
  const outputs = [goesOn, ...used.map((i) => made[i])] as readonly TensorId[];
  const { regions, captured } = regionsOf([{ target: draft.target, outputs }]);
  const each = macsOf(regions[0] as Graph);
  around.warn(
    "partitioned",
    `runs on ${devices} devices: counted for all of them, ${each} multiply-accumulates each`,
  );
  const attributes: LoopAttributes = { carried: 0, scanned: used.length, trips: devices };
  const controls = [b.scalar("i64", devices), b.scalar("bool", 1)];
  return b.emitAll(loop, [...controls, ...captured], attributes, regions);
}

/** A part of the program with a name of its own. */
const lowerNamed: Lowering = (node) => node.around.inline(node.region(0), node.inputs);

export const PARTITION: LoweringTable = {
  "sdy.named_computation": lowerNamed,
  "sdy.data_flow_edge": lowerSame,
  "sdy.manual_computation": lowerManualComputation,
};
