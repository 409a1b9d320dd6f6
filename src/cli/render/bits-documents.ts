import type { BitsResult } from "../../results/bits-result.ts";
import { latexHead, toLatex } from "./latex.ts";
import { markdownDocument, markdownTable } from "./markdown.ts";
import { contextOf } from "./score-context.ts";
import { tensorTable, widthSummary } from "./tensor-table.ts";
import { printable } from "./text.ts";

/** Head, tensors and findings for GitHub. */
export function bitsMarkdown(result: BitsResult): string {
  return markdownDocument(result, contextOf(result), [markdownTable(tensorTable(result.tensors))]);
}

/** A table of the tensors. */
export function bitsLatex(result: BitsResult): string {
  const head = latexHead(result, contextOf(result));
  return head + toLatex(tensorTable(result.tensors), []);
}

/** How many tensors have which width, in one line. */
export function bitsLine({ model, tensors, complete }: BitsResult): string {
  const note = complete ? "" : "  (not everything is known)";
  return `${printable(model.name)}  ${widthSummary(tensors)}${note}\n`;
}
