import { AceError } from "../../errors.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/** An operator that is not supported, where the file states the types of its outputs. */
export interface OpaqueAttributes {
  /** As the source spells it. */
  readonly operator: string;
  readonly outputs: readonly ResultType[];
}

/**
 * Stands for an operator of unknown meaning so that the rest of a graph can be counted.
 *
 * Its work is unknown; the importer reports it as missing, and it cannot be executed.
 */
export const opaque: PrimitiveOperator<OpaqueAttributes> = {
  kind: "leaf",
  name: "opaque",
  infer: (_inputs, attributes) => attributes.outputs,
  work: () => NO_WORK,
  evaluate(_inputs, { attributes }) {
    throw new AceError("unsupported-operator", {
      action: "execute",
      subject: attributes.operator,
      expected: "an operator of known meaning",
      got: "one that is not supported",
    });
  },
};
