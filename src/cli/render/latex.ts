import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/**
 * A `tabular` for the package booktabs.
 *
 * @param summary - rows below a rule of their own
 */
export function toLatex({ head, aligns, rows }: Table, summary: Table["rows"]): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(escapeLatex).join(" & ")} \\\\`;
  const groups = [[head], rows, summary].filter((group) => group.length > 0);
  return [
    `\\begin{tabular}{${aligns.map((align) => align[0]).join("")}}`,
    "  \\toprule",
    groups.map((group) => group.map(line).join("\n")).join("\n  \\midrule\n"),
    "  \\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

/** A comment line that says what the table is of. */
export function latexHead(
  { model }: { readonly model: { readonly name: string } },
  context: string,
): string {
  return `% ${printable(model.name)}: ${context}\n`;
}

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
};

function escapeLatex(text: string): string {
  return text.replace(/[\\~^<>&%$#_{}]/g, (character) => COMMANDS[character] ?? `\\${character}`);
}
