import { join } from "node:path";
import { fileAccess } from "../../src/api/model-access.ts";
import type { UnsupportedPair, VerifyCase } from "../../src/exec/verified-case.ts";
import { verify } from "../../src/exec/verify.ts";
import { readDisputes, withDoubles } from "./disputes.ts";
import type { Finding, FolderReport } from "./report.ts";
import { isListed, type UnsupportedList } from "./unsupported.ts";

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
    unsupported.push(...(result.unsupported ?? []));
    return refused(result, listed);
  });
  return { title: `operators ${title}`, findings, unsupported };
}

/** A wrong case whose golden is disputed, and rightly so. */
function disputed(finding: Finding, title: string, folder: string): Finding {
  if (finding.verdict !== "wrong") return finding;
  const reason = standingDispute(title, folder, finding.name);
  return reason === undefined ? finding : { ...finding, verdict: "disputed", reason };
}

/** Why the golden of a case is disputed, where execution in f64 differs from it as well. */
export function standingDispute(title: string, folder: string, name: string): string | undefined {
  const reason = readDisputes().get(`${title}/${name}`);
  if (reason === undefined) return undefined;
  const { counts } = verify([join(folder, name)], withDoubles());
  return counts.different === 1 ? reason : undefined;
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
  { name, reason = "", unsupported = [] }: VerifyCase,
  listed: UnsupportedList | undefined,
): Finding {
  const unlisted = unsupported.filter((pair) => listed !== undefined && !isListed(listed, pair));
  if (unlisted.length === 0) return { name, verdict: "refused", reason };
  const list = unlisted.map(({ operator, types }) => `${operator} (${types})`).join(", ");
  return { name, verdict: "wrong", reason: `unsupported and not listed: ${list}: ${reason}` };
}
