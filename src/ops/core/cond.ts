import type { Tensor } from "../../graph/tensor.ts";
import { equalShapes, formatType, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, RegionType } from "../operator.ts";
import { NO_WORK } from "../work.ts";

export interface CondAttributes {
  /**
   * The branch that is counted and whose types the outputs have, where it is known; null: whichever
   * is dearest, and all give the same types.
   */
  readonly branch: number | null;
}

/**
 * Runs one of its regions: input 0 chooses it, all others go into it.
 *
 * A truth value takes region 0 where it is true, else region 1; an index takes the region of that
 * number, the last one where there is none.
 *
 * Source: StableHLO `if`, `case`; ONNX `If`.
 */
export const cond: PrimitiveOperator<CondAttributes> = {
  kind: "core",
  name: "cond",
  steering: [0],
  keepsNans: always,
  infer(inputs, { branch }, regions = []) {
    const [choice, ...given] = inputs as readonly [TensorType, ...TensorType[]];
    if (choice === undefined || choice.shape.length > 0) {
      refuse("shape-mismatch", "cond", "a scalar that chooses", choiceType(choice));
    }
    for (const region of regions) expectTypes("inputs of a branch", given, region.inputs);
    const chosen = regions[branch ?? 0];
    if (chosen === undefined) refuse("invalid-attribute", "cond", "a branch", `${branch}`);
    if (branch === null) {
      for (const { outputs } of regions) expectTypes("outputs", chosen.outputs, outputs);
    }
    return chosen.outputs;
  },
  work: () => NO_WORK,
  evaluate(inputs, { regions = [], outputs }) {
    const [choice, ...given] = inputs as readonly [Tensor, ...Tensor[]];
    const region = regions[branchOf(choice, regions.length)];
    if (region === undefined) return refuse("invalid-attribute", "cond", "a branch", "none");
    expectTypes("outputs", outputs, region.outputs);
    return region.run(given);
  },
};

/** The number of the branch that a value of the first input takes. */
export function branchOf({ type, data }: Tensor, branches: number): number {
  const value = Number(data[0]);
  if (type.element === "bool") return value === 0 ? 1 : 0;
  return value >= 0 && value < branches ? value : branches - 1;
}

function choiceType(type: TensorType | undefined): string {
  return type === undefined ? "none" : formatType(type);
}

/** @throws {AceError} `type-mismatch` where a list of types is another one */
export function expectTypes(
  what: string,
  expected: RegionType["inputs"],
  got: RegionType["inputs"],
): void {
  const text = (types: RegionType["inputs"]) => types.map(formatType).join(", ") || "none";
  const equal =
    expected.length === got.length &&
    expected.every(({ element, shape }, i) => {
      const other = got[i] as TensorType;
      return other.element === element && equalShapes(other.shape, shape);
    });
  if (!equal) refuse("type-mismatch", what, text(expected), text(got));
}
