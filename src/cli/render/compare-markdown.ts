import type { CompareResult } from "../../results/compare-result.ts";
import { comparedLayerTable } from "./compare-layer-table.ts";
import { dearLayers } from "./compare-layers.ts";
import { proofLines, shownProofs } from "./compare-proofs.ts";
import { headOf, quietGroups } from "./compare-sides.ts";
import {
  differenceText,
  isUnchangedTotal,
  percentText,
  sideText,
  signed,
  totalChanges,
} from "./compare-totals.ts";
import { verdictOf } from "./compare-verdict.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { compact } from "./numbers.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

const COMPACT = {
  amount: (value: { toString(): string }) => compact(Number(value)),
  difference: (value: { toString(): string }) => signed(Number(value), compact),
};

/** Verdict, more bits with both proofs, totals and layers for GitHub. */
export function compareMarkdown(result: CompareResult, all: boolean): string {
  const layers = all ? result.layers : dearLayers(result);
  const totals = totalsTable(result, all);
  const parts = [
    `### ${escapeMarkdown(verdictOf(result))}\n`,
    list(headOf(result).split("\n")),
    list(shownProofs(result, all).shown.flatMap(proofLines)),
    totals.rows.length === 0 ? "" : markdownTable(totals),
    layers.length === 0 ? "" : markdownTable(comparedLayerTable(result, layers, COMPACT, all)),
    list([...(all ? [] : quietGroups(result)), ...missingItems(result)]),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** Items of a list; what is moved in belongs to the item before. */
function list(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const depth = line.startsWith("    ") ? "  " : "";
      return `${depth}- ${escapeMarkdown(line.trim().replace(/ {2,}/g, " "))}\n`;
    })
    .join("");
}

function totalsTable(result: CompareResult, all: boolean): Table {
  return {
    head: ["Total", "Before", "After", "Difference", ""],
    aligns: ["left", "right", "right", "right", "right"],
    rows: totalChanges(result)
      .filter((total) => all || !isUnchangedTotal(total))
      .map((total) => [
        ...[total.label, sideText(total, "before"), sideText(total, "after")],
        ...[differenceText(total), percentText(total)],
      ]),
  };
}

function missingItems({ before, after }: CompareResult): readonly string[] {
  return [["before", before] as const, ["after", after] as const].flatMap(([side, { missing }]) =>
    missing.map(({ where, reason, hint }) => {
      const place = where === "" ? "" : ` (${where})`;
      const advice = hint === undefined ? "" : `; hint: ${hint}`;
      return printable(`not known ${side}: ${reason}${place}${advice}`);
    }),
  );
}
