import type { ElementType } from "../../../graph/element-type.ts";
import type { Graph, TensorId } from "../../../graph/graph.ts";
import type { TensorType } from "../../../graph/tensor-type.ts";
import { add } from "../../../ops/core/arithmetic.ts";
import { collective, collectiveReduce, received } from "../../../ops/leaf/collective.ts";
import type { ResultType } from "../../../ops/operator.ts";
import { regionsOf, type TensorDraft } from "../../lowering/regions.ts";
import { assemble } from "../lowering/assemble.ts";
import { integerOf } from "../lowering/attribute-reading.ts";
import type { Lowering, LoweringTable, OperationContext } from "../lowering/context.ts";
import { type Meaning, mapTensors, TOKEN } from "../lowering/meaning.ts";
import { complexPart, elementTypeOf } from "../program/element-names.ts";
import type { Type } from "../program/type.ts";
import { scalarType } from "./reduction.ts";

/** What operators that reach beyond one device say of themselves: no two uses are the same. */
export function beyond({ operation, b }: OperationContext) {
  return { operator: operation.name, use: b.origin };
}

/** @throws {AceError} `unsupported-operator` where the program is to be run */
function expectCounted(node: OperationContext): void {
  if (!node.around.running) return;
  node.refuse(
    "unsupported-operator",
    "operations of one device where the program is run",
    "one that exchanges tensors with others",
  );
}

/** How many devices or replicas the program is for, as the module states it. */
function countOf({ around }: OperationContext, name: string): number {
  return integerOf(around.module.attributes.get(name)) ?? 1;
}

const partitions = (node: OperationContext) => countOf(node, "mhlo.num_partitions");
const replicas = (node: OperationContext) => countOf(node, "mhlo.num_replicas");

/**
 * Devices of a group, of the largest one where they differ. Groups are of replicas, of replicas with
 * all their partitions, or of devices; all there are where none is named.
 *
 * Source: StableHLO, "Grouping of processes".
 */
function groupSize(node: OperationContext): number {
  const groups = node.attribute("replica_groups");
  const handle = node.attribute("channel_handle");
  const channel =
    handle?.kind === "dialect" ? node.parameters("channel_handle").number("handle", 0) : 0;
  const isFlat = node.has("use_global_device_ids");
  const spans = channel > 0 && !isFlat && node.operation.regions.length > 0;
  const each = spans ? partitions(node) : 1;
  if (groups?.kind === "elements") {
    const [rows, width] = groups.elements.type.shape;
    if (rows !== 0 && typeof width === "number" && width > 0) return width * each;
  } else if (groups?.kind === "string") {
    const shape = /^\[([\d,]+)\]<=/.exec(groups.value)?.[1]?.split(",").map(Number);
    const width = shape?.at(-1);
    return width === undefined ? node.lacks("replica_groups", "groups of devices") : width * each;
  } else if (groups !== undefined) {
    return node.lacks("replica_groups", "groups of devices");
  }
  if (channel <= 0) return replicas(node);
  return isFlat || spans ? replicas(node) * partitions(node) : partitions(node);
}

/** Reduces tensors over devices by its region; alone a device keeps what it has. */
const lowerReduce: Lowering = (node) => {
  const devices = groupSize(node);
  if (devices === 1) return node.inputs;
  expectCounted(node);
  return node.inputs.map((_, i): Meaning => {
    const id = node.tensor(i);
    const scalar = scalarType(node.b, id);
    const { region, captured } = reduction(node, [scalar, scalar]);
    const attributes = { ...beyond(node), shape: node.resultShape(i), devices };
    const made = node.b.emitAll(collectiveReduce, [id, ...captured], attributes, [region]);
    return made[0] as TensorId;
  });
};

/** The region of an operation; a sum where it has none. */
function reduction(node: OperationContext, scalars: readonly TensorType[]) {
  const [own] = node.operation.regions;
  if (own !== undefined) return node.around.scalarRegion(own, scalars);
  const sum = node.around.draft(scalars, (_, [x, y], { b }) => [
    b.emit(add, [x as TensorId, y as TensorId], {}),
  ]);
  const { regions, captured } = regionsOf([sum as TensorDraft]);
  return { region: regions[0] as Graph, captured };
}

/** Moves the elements of tensors between devices; alone a device keeps what it has. */
const lowerExchange: Lowering = (node) => {
  const isGrouped = node.has("replica_groups");
  if (isGrouped && groupSize(node) === 1) return node.inputs;
  expectCounted(node);
  return node.inputs.map((meaning, i) => {
    const shape = node.resultShape(i);
    return mapTensors(meaning, (id) =>
      node.b.emit(collective, [id], {
        ...beyond(node),
        outputs: [{ element: node.b.element(id), shape }],
      }),
    );
  });
};

/** The number of the device, or of the replica: 0 where there is one. */
function lowerNumber(count: (node: OperationContext) => number): Lowering {
  return (node) => {
    const element = node.resultElement();
    if (count(node) === 1) return node.b.scalar(element, 0);
    expectCounted(node);
    return node.b.emit(collective, [], { ...beyond(node), outputs: [{ element, shape: [] }] });
  };
}

/** What comes from a host or another program: tensors of the types that the text states. */
const lowerReceived: Lowering = (node) => {
  expectCounted(node);
  return receivedFor(node, []);
};

/**
 * Tensors of the stated types that come from outside.
 *
 * @param given - what goes out for them
 */
export function receivedFor(
  node: OperationContext,
  given: readonly TensorId[],
): readonly Meaning[] {
  const types = node.operation.results.map(({ type }) => type);
  const outputs = types.flatMap((type) => tensorTypes(node, type));
  if (outputs.length === 0) return assemble(types, []);
  return assemble(types, node.b.emitAll(received, given, { ...beyond(node), outputs }));
}

/** The tensors that a value of a type is made of. */
function tensorTypes(node: OperationContext, type: Type): readonly ResultType[] {
  if (type.kind === "tuple") return type.items.flatMap((item) => tensorTypes(node, item));
  if (type.kind !== "tensor") return [];
  const part = complexPart(type.element);
  const element: ElementType | undefined = elementTypeOf(part ?? type.element);
  const { shape } = type;
  if (element === undefined || !shape.every((size) => typeof size === "number")) {
    return node.refuse(
      "unsupported-type",
      "tensors of static shapes and plain elements",
      type.element,
    );
  }
  const own = { element, shape };
  return part === undefined ? [own] : [own, own];
}

/** Gives tensors away; what comes after it only waits. */
const lowerSent: Lowering = (node) => {
  expectCounted(node);
  return node.operation.results.map(() => TOKEN);
};

const lowerToken: Lowering = () => TOKEN;

export const COLLECTIVES: LoweringTable = {
  "stablehlo.all_reduce": lowerReduce,
  "stablehlo.reduce_scatter": lowerReduce,
  "stablehlo.all_gather": lowerExchange,
  "stablehlo.all_to_all": lowerExchange,
  "stablehlo.collective_broadcast": lowerExchange,
  "stablehlo.collective_permute": lowerExchange,
  "stablehlo.cross-replica-sum": lowerReduce,
  "stablehlo.partition_id": lowerNumber(partitions),
  "stablehlo.replica_id": lowerNumber(replicas),
  "stablehlo.infeed": lowerReceived,
  "stablehlo.recv": lowerReceived,
  "stablehlo.outfeed": lowerSent,
  "stablehlo.send": lowerSent,
  "stablehlo.after_all": lowerToken,
  "stablehlo.create_token": lowerToken,
  "hlo.all-to-all": lowerExchange,
  "hlo.infeed": lowerReceived,
  "hlo.recv": lowerReceived,
  "hlo.recv-done": lowerReceived,
  "hlo.outfeed": lowerSent,
  "hlo.send": lowerSent,
  "hlo.send-done": lowerSent,
};
