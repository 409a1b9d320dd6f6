import type { VerifyResult } from "../../results/verify-result.ts";
import { toCsv } from "./csv.ts";
import { toLatex } from "./latex.ts";
import { markdownTable } from "./markdown.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";
import { operatorTables } from "./verify-operators.ts";
import { caseNote, verifyLine } from "./verify-table.ts";

/** A line for each case under a head, numbers exact. */
export function verifyCsv({ cases }: VerifyResult): string {
  const head = ["name", "status", "maxUlps", "maxAbs", "tensor", "index", "expected", "got"];
  const rows = cases.map(
    ({ name, status, maxUlps, maxAbs, first, explained, reason, tolerance }) => [
      ...[name, status, `${maxUlps ?? ""}`, `${maxAbs ?? ""}`],
      ...[
        first?.tensor ?? "",
        first?.index.join(" ") ?? "",
        first?.expected ?? "",
        first?.got ?? "",
      ],
      ...[`${explained ?? false}`, reason ?? "", tolerance ?? ""],
    ],
  );
  return toCsv([[...head, "explained", "reason", "tolerance"], ...rows]);
}

/** The cases and their counts for GitHub. */
export function verifyMarkdown(result: VerifyResult): string {
  const tables = [caseTable(result), ...operatorTables(result, true)].map(markdownTable);
  return `${tables.join("\n")}\n${verifyLine(result)}`;
}

/** A table of the cases. */
export function verifyLatex(result: VerifyResult): string {
  return `% ${verifyLine(result)}${toLatex(caseTable(result), [])}`;
}

function caseTable({ cases }: VerifyResult): Table {
  return {
    head: ["Case", "Status", "ULPs", "Difference", "First"],
    aligns: ["left", "left", "right", "right", "left"],
    rows: cases.map((one) => [
      printable(one.name),
      one.status,
      `${one.maxUlps ?? ""}`,
      `${one.maxAbs ?? ""}`,
      caseNote(one),
    ]),
  };
}
