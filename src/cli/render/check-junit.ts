import type { CheckedResult, CheckResult, Verdict } from "../../results/check-result.ts";
import { verdictText } from "./check-findings.ts";

/** A check as JUnit's XML: a suite a model, a case a verdict. */
export function checkJunit({ models }: CheckResult): string {
  const suites = models.map(suite);
  const tests = suites.reduce((sum, { size }) => sum + size, 0);
  const failures = models.flatMap(({ verdicts }) => verdicts).filter(isError).length;
  const errors = models.filter(({ failure }) => failure !== undefined).length;
  const counts = attributes({ name: "ace check", tests, failures, errors });
  const body = suites.map(({ text }) => text).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n${body}</testsuites>\n`;
}

function suite({ name, verdicts, failure }: CheckedResult): {
  readonly size: number;
  readonly text: string;
} {
  const cases = verdicts.map((verdict) => testCase(name, verdict));
  if (failure !== undefined) {
    const { code, message } = failure;
    const error = `      <error${attributes({ message, type: code })}>${escapeXml(message)}</error>\n`;
    cases.push(
      `    <testcase${attributes({ name: "score", classname: name })}>\n${error}    </testcase>\n`,
    );
  }
  const failures = verdicts.filter(isError).length;
  const errors = failure === undefined ? 0 : 1;
  const counts = attributes({ name, tests: cases.length, failures, errors, skipped: 0 });
  return { size: cases.length, text: `  <testsuite${counts}>\n${cases.join("")}  </testsuite>\n` };
}

function testCase(model: string, verdict: Verdict): string {
  const { kind, status, reason, name } = verdict;
  const head = `    <testcase${attributes({ name: `${name} (${kind})`, classname: model })}`;
  if (status === "ok") return `${head}/>\n`;
  const text = escapeXml(verdictText(verdict));
  const body =
    status === "error"
      ? `<failure${attributes({ message: reason, type: kind })}>${text}</failure>`
      : `<system-out>warning: ${text}</system-out>`;
  return `${head}>\n      ${body}\n    </testcase>\n`;
}

function isError({ status }: Verdict): boolean {
  return status === "error";
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escapeXml(`${value}`).replace(/[\n\t]/g, " ")}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Characters that XML 1.0 cannot hold are replaced. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
