import type { ComparedLayer, CompareResult, WidthSide } from "../../results/compare-result.ts";
import { widthText } from "../../results/width-text.ts";
import { nameOf } from "./compare-layers.ts";
import { widerLayers } from "./compare-verdict.ts";
import { printable } from "./text.ts";

/** Layers of more bits whose proofs are shown unless all are asked for. */
const MOST_PROOFS = 5;

/** The layers of more bits that are shown, and how many are not. */
export function shownProofs(result: CompareResult, all: boolean) {
  const layers = widerLayers(result);
  const shown = all ? layers : layers.slice(0, MOST_PROOFS);
  return { shown, left: layers.length - shown.length };
}

/** A layer, and below it each operand that has another width with the proof before and after. */
export function proofLines(layer: ComparedLayer): readonly string[] {
  const { lhsWidth, rhsWidth } = layer.changes;
  const sides = [["left", lhsWidth] as const, ["right", rhsWidth] as const];
  const lines = sides.flatMap(([side, width]) =>
    width === undefined
      ? []
      : [
          `    ${side.padEnd(5)}  before  ${proofText(width.before)}`,
          `    ${side.padEnd(5)}  after   ${proofText(width.after)}`,
        ],
  );
  return [`  ${nameOf(layer)}`, ...lines];
}

function proofText(side: WidthSide): string {
  const { status, proof, tensor } = side;
  return `${widthText(side)}, ${status}: ${printable(proof)} (${printable(tensor)})`;
}
