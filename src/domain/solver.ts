import type { Tensor } from "../graph/tensor.ts";

/** What a transfer function may ask beside the value sets of the inputs. */
export interface Solver {
  /** Layer name, for proofs. */
  readonly place: string;
  /** The elements of a small input that is known without running the network. */
  constant(input: number): Tensor | undefined;
}

/** The one value that a known input holds everywhere; undefined where it holds several. */
export function uniform(solver: Solver, input: number): number | undefined {
  const data = solver.constant(input)?.data;
  const first = data?.[0];
  if (data === undefined || first === undefined) return undefined;
  for (let i = 1; i < data.length; i++) if (data[i] !== first) return undefined;
  return Number(first);
}
