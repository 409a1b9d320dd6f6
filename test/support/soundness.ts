import { type Analysis, analyse } from "../../src/bits/analysis.ts";
import type { Grid } from "../../src/domain/value-set.ts";
import { execute } from "../../src/exec/reference.ts";
import type { Graph, TensorId } from "../../src/graph/graph.ts";
import type { Tensor } from "../../src/graph/tensor.ts";

/** What a run of a graph says of the value sets that were worked out for it. */
export interface Soundness {
  /** Tensors whose elements were held against a grid with a known scale and zero. */
  readonly checked: number;
  /** One sentence for each tensor that leaves its grid. */
  readonly violations: readonly string[];
}

/** Runs a graph and checks that every element of every tensor lies on its proven grid. */
export function checkSoundness(graph: Graph, inputs: ReadonlyMap<string, Tensor>): Soundness {
  const analysis = analyse(graph);
  const violations: string[] = [];
  let checked = 0;
  execute(graph, inputs, {
    onNode(node, _inputs, outputs) {
      node.outputs.forEach((id, i) => {
        const grid = knownGrid(analysis, id);
        if (grid === undefined) return;
        checked++;
        const outside = firstOutside(outputs[i] as Tensor, grid);
        if (outside === undefined) return;
        const { name, operator } = graph.origin(node.origin);
        violations.push(`${operator} ${name}: ${outside} is not on ${JSON.stringify(grid)}`);
      });
    },
  });
  return { checked, violations };
}

type KnownGrid = Grid & { readonly scale: number; readonly zero: number };

function knownGrid({ facts }: Analysis, id: TensorId): KnownGrid | undefined {
  const grid = facts[id]?.values.grid;
  if (grid === undefined || grid.scale === null || grid.zero === null) return undefined;
  return { ...grid, scale: grid.scale, zero: grid.zero };
}

/** Roundings of the scale and of the product, relative to the widest code. */
const ROUNDING = 1e-4;

function firstOutside({ data }: Tensor, { lo, hi, scale, zero }: KnownGrid): number | undefined {
  const slack = ROUNDING * Math.max(1, Math.abs(lo), Math.abs(hi));
  for (const element of data) {
    const value = Number(element);
    const code = value / scale + zero;
    const near = Math.round(code);
    if (Math.abs(code - near) <= slack && near >= lo && near <= hi) continue;
    return value;
  }
  return undefined;
}
