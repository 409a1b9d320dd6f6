import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileAccess } from "../../src/api/model-access.ts";
import { verify } from "../../src/exec/verify.ts";
import type { VerifyCase } from "../../src/exec/verify-result.ts";
import { fileSource } from "../../src/io/byte-source.ts";
import { readOnnxModel } from "../../src/parsers/onnx/read.ts";
import { readDisputes, withDoubles } from "./disputes.ts";
import type { Finding, FolderReport } from "./report.ts";
import { isListed, type UnsupportedList, type UnsupportedPair } from "./unsupported.ts";

export const OPERATOR_FOLDERS = [
  "onnx/node",
  "onnx/backend/simple",
  "onnx/backend/pytorch-converted",
  "onnx/backend/pytorch-operator",
] as const;

export interface OperatorReport extends FolderReport {
  /** What the cases that were refused have unsupported. */
  readonly unsupported: readonly UnsupportedPair[];
}

/**
 * Every case of a folder of ONNX operator tests.
 *
 * @param listed - what may be unsupported; everything where it is undefined
 */
export function operatorReport(
  title: string,
  folder: string,
  listed: UnsupportedList | undefined,
): OperatorReport {
  const unsupported: UnsupportedPair[] = [];
  const findings = verify([folder], fileAccess).cases.map((result): Finding => {
    if (result.status !== "unsupported") return disputed(ran(result), title, folder);
    const pairs = pairsOf(join(folder, result.name.split("/")[0] as string), result.reason ?? "");
    unsupported.push(...pairs);
    return refused(result, pairs, listed);
  });
  return { title: `operators ${title}`, findings, unsupported };
}

/** A wrong case whose golden is disputed, and rightly so by execution in f64. */
function disputed(finding: Finding, title: string, folder: string): Finding {
  const reason = readDisputes().get(`${title}/${finding.name}`);
  if (finding.verdict !== "wrong" || reason === undefined) return finding;
  const { counts } = verify([join(folder, finding.name)], withDoubles());
  return counts.different === 1 ? { ...finding, verdict: "disputed", reason } : finding;
}

function ran({ name, status, reason, first }: VerifyCase): Finding {
  if (status === "equal" || status === "close") return { name, verdict: "right" };
  const where =
    first === undefined
      ? ""
      : ` at ${first.tensor}[${first.index}]: expected ${first.expected}, got ${first.got}`;
  return { name, verdict: "wrong", reason: `${status}${where}${reason ? ` ${reason}` : ""}` };
}

function refused(
  { name, reason = "" }: VerifyCase,
  pairs: readonly UnsupportedPair[],
  listed: UnsupportedList | undefined,
): Finding {
  const unlisted = pairs.filter((pair) => listed !== undefined && !isListed(listed, pair));
  if (unlisted.length === 0) return { name, verdict: "refused", reason };
  const list = unlisted.map(({ operator, types }) => `${operator} (${types})`).join(", ");
  return { name, verdict: "wrong", reason: `unsupported and not listed: ${list}: ${reason}` };
}

/** The operators that the importer named, else those of the graph, with the graph's types. */
function pairsOf(folder: string, reason: string): readonly UnsupportedPair[] {
  const path = join(folder, "model.onnx");
  if (!existsSync(path)) return [{ operator: "(no model)", types: "" }];
  const { inputs, outputs } = fileAccess.signature(path);
  const types = [...new Set([...inputs, ...outputs].map(({ type }) => type))].toSorted().join(" ");
  const named = unsupportedOperators(reason);
  const operators = named.length > 0 ? named : graphOperators(path);
  return operators.map((operator) => ({ operator, types }));
}

/** Operators in the importer's message: `Unique at n: …; com.microsoft.X (2 nodes) at m: …`. */
export function unsupportedOperators(reason: string): readonly string[] {
  const [, list = ""] = reason.split("expected operators that are supported, got ");
  const names = Array.from(
    list.matchAll(/(?:^|; )([\w.]+)(?: \(\d+ nodes\))? at /g),
    (match) => match[1] as string,
  );
  return [...new Set(names)];
}

function graphOperators(path: string): readonly string[] {
  const source = fileSource(path);
  try {
    const { nodes } = readOnnxModel(source).graph;
    const names = Array.from({ length: nodes.length }, (_, i) => nodes.at(i).operator);
    return names.length === 0 ? ["(no operator)"] : [...new Set(names)];
  } finally {
    source.close();
  }
}
