import { createHash } from "node:crypto";
import type { CheckResult } from "../../results/check-result.ts";
import { findingsOf } from "./check-findings.ts";

/** What is not fine as GitLab's code quality report. */
export function checkGitlab(result: CheckResult): string {
  const issues = findingsOf(result).map(({ rule, level, title, text, model, key, file, line }) => ({
    description: `${title}: ${text}`,
    check_name: `ace-${rule}`,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([model, rule, key]))
      .digest("hex"),
    severity: level === "error" ? "major" : "minor",
    location: { path: file, lines: { begin: line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
