import { AceError } from "../../errors.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import type { PrimitiveOperator, RegionType, ResultType } from "../operator.ts";
import { expectScalarRegion } from "../region-runs.ts";
import { NO_WORK } from "../work.ts";

/** What all operators that reach beyond one device say of themselves. */
interface BeyondAttributes {
  /** As the source spells it. */
  readonly operator: string;
  /** Tells apart uses that look the same: what they give may differ. */
  readonly use: number;
}

export interface CollectiveAttributes extends BeyondAttributes {
  /** Types of the outputs, as the source states them. */
  readonly outputs: readonly ResultType[];
}

export interface CollectiveReduceAttributes extends BeyondAttributes {
  /** Shape of the output, as the source states it. */
  readonly shape: readonly number[];
  /** Devices that put their tensors together. */
  readonly devices: number;
}

function runs({ operator }: BeyondAttributes): never {
  throw new AceError("unsupported-operator", {
    action: "execute",
    subject: operator,
    expected: "an operator of one device",
    got: "one that exchanges tensors with others",
  });
}

/**
 * Elements of the tensors that several devices have, this one's among them: gathered, sent on or
 * dealt out. Without inputs: the number of the device.
 *
 * It can only be counted, as no work: which devices there are, and what they hold, a graph does not
 * say.
 *
 * Source: StableHLO `all_gather`, `all_to_all`, `collective_broadcast`, `collective_permute`,
 * `partition_id`, `replica_id`.
 */
export const collective: PrimitiveOperator<CollectiveAttributes> = {
  kind: "leaf",
  name: "collective",
  moves: "join",
  infer(inputs, { operator, outputs }) {
    const [first] = inputs;
    for (const output of outputs) {
      if (first === undefined || output.element === first.element) continue;
      refuse("type-mismatch", operator, `elements of type ${first.element}`, output.element);
    }
    return outputs;
  },
  work: () => NO_WORK,
  evaluate: (_inputs, { attributes }) => runs(attributes),
};

/**
 * A tensor, or a part of it, put together from those of several devices element by element.
 *
 * Inputs: the tensor, tensors that the region captures. The region puts two elements together. Each of
 * g devices runs it n x (g - 1) / g times, rounded up, for n elements: together they need g - 1 runs
 * an element, and share them. It can only be counted.
 *
 * Source: StableHLO `all_reduce`, `reduce_scatter`.
 */
export const collectiveReduce: PrimitiveOperator<CollectiveReduceAttributes> = {
  kind: "leaf",
  name: "collectiveReduce",
  infer([x, ...captured], { operator, shape, devices }, [region]: readonly RegionType[] = []) {
    if (x === undefined || region === undefined || devices < 1) {
      return refuse("invalid-attribute", operator, "a tensor, a region and devices", "less");
    }
    const { element } = x;
    expectScalarRegion(operator, region, [element, element], captured, [element]);
    return [{ element, shape }];
  },
  work: () => NO_WORK,
  regionRuns({ inputs, attributes: { devices } }) {
    const count = BigInt(elementCount((inputs[0] as TensorType).shape));
    const others = BigInt(devices - 1);
    return {
      times: [(count * others + others) / BigInt(devices)],
      captured: inputs.length - 1,
    };
  },
  evaluate: (_inputs, { attributes }) => runs(attributes),
};

/**
 * Tensors that come from a host or another program while the graph runs, whatever it gives away.
 *
 * Source: StableHLO `infeed`, `recv`, and calls of a host.
 */
export const received: PrimitiveOperator<CollectiveAttributes> = {
  kind: "leaf",
  name: "received",
  external: true,
  infer: (_inputs, { outputs }) => outputs,
  work: () => NO_WORK,
  evaluate: (_inputs, { attributes }) => runs(attributes),
};
