import { refuse } from "./checks.ts";

/** Labels of axes: a letter, or a number for an axis behind an ellipsis, counted from the right. */
export interface EinsumEquation {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

const TERM = /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/;

/**
 * Reads an equation such as `...ij,jk->...ik` for operands of these ranks.
 *
 * Without an arrow the output has the ellipsis, then the letters that occur once, in ASCII order.
 *
 * @throws {AceError} `invalid-attribute`, `shape-mismatch`
 *
 * Source: ONNX `Einsum`.
 */
export function parseEinsum(equation: string, ranks: readonly number[]): EinsumEquation {
  const [left = "", right, ...more] = equation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (more.length > 0 || ![...terms, right ?? ""].every((term) => TERM.test(term))) {
    refuse("invalid-attribute", "Einsum", "an equation like ij,jk->ik", equation);
  }
  if (terms.length !== ranks.length) {
    refuse("invalid-attribute", "Einsum", `${ranks.length} terms before the arrow`, equation);
  }
  const operands = terms.map((term, i) => labelsOf(term, ranks[i] as number, equation));
  const behind = Math.max(0, ...operands.map((labels) => labels.filter(isHidden).length));
  const output = right === undefined ? implicitOutput(operands, behind) : expand(right, behind);
  const known = new Set(operands.flat());
  if (new Set(output).size < output.length || !output.every((label) => known.has(label))) {
    refuse("invalid-attribute", "Einsum", "an output of distinct labels of the operands", equation);
  }
  return { operands, output };
}

function labelsOf(term: string, rank: number, equation: string): readonly string[] {
  const letters = term.replace("...", "").length;
  const hidden = rank - letters;
  if (hidden < 0 || (hidden > 0 && !term.includes("..."))) {
    refuse("shape-mismatch", "Einsum", `an operand of rank ${letters} for ${equation}`, `${rank}`);
  }
  return expand(term, hidden);
}

function expand(term: string, hidden: number): readonly string[] {
  const [before = "", after] = term.split("...");
  if (after === undefined) return [...before];
  return [...before, ...hiddenLabels(hidden), ...after];
}

function hiddenLabels(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${count - 1 - i}`);
}

function isHidden(label: string): boolean {
  return /^\d/.test(label);
}

function implicitOutput(operands: readonly (readonly string[])[], behind: number): string[] {
  const letters = operands.flat().filter((label) => !isHidden(label));
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label));
  return [...hiddenLabels(behind), ...once.sort()];
}
