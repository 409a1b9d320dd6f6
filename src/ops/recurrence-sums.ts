import type { RecurrenceAttributes } from "./recurrence-layout.ts";
import type { CellRun } from "./recurrence-run.ts";

/** Gates of the bias, which has all of them for the input before those for the state. */
export function biasGates({ bias, size }: Pick<CellRun, "bias" | "size">, gates: number) {
  const at = (gate: number, i: number) =>
    bias === undefined ? 0 : (bias[gate * size + i] as number);
  return {
    ofInput: (gate: number, i: number) => at(gate, i),
    ofState: (gate: number, i: number) => at(gates + gate, i),
  };
}

/**
 * x W + h R + Wb + Rb of some gates, one gate after the other; each sum is rounded.
 *
 * @param fromState - products of the state with the recurrent weights of these gates
 * @param gates - how many the cell has
 */
export function preactivations(
  run: CellRun,
  fromState: Float64Array,
  first: number,
  gates: number,
): Float64Array {
  const { size, fromInput, bias, round } = run;
  const { ofInput, ofState } = biasGates(run, gates);
  return fromState.map((product, at) => {
    const [gate, i] = [first + Math.floor(at / size), at % size];
    const sum = round((fromInput[gate * size + i] as number) + product);
    if (bias === undefined) return sum;
    return round(round(sum + ofInput(gate, i)) + ofState(gate, i));
  });
}

/** Additions of one unit for its gates: that of both products, and two for the biases. */
export function sumsOf({ parts }: RecurrenceAttributes, gates: number): number {
  return gates * (parts.includes("bias") ? 3 : 1);
}
