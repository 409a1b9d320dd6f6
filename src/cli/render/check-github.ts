import type { CheckResult } from "../../results/check-result.ts";
import { findingsOf } from "./check-findings.ts";

/** What is not fine as workflow commands: GitHub shows them beside the lines of the change. */
export function githubAnnotations(result: CheckResult): string {
  return findingsOf(result)
    .map(({ level, title, text, file, line }) => {
      const place = `file=${property(file)},line=${line},title=${property(title)}`;
      return `::${level} ${place}::${escapeData(text)}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
