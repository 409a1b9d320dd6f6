import { appendFileSync } from "node:fs";
import { outputFailure, writeWholeFile } from "../../io/write-file.ts";
import type { CheckResult } from "../../results/check-result.ts";
import type { Io } from "../io.ts";
import { checkMarkdown } from "../render/check-documents.ts";
import { githubAnnotations } from "../render/check-github.ts";
import { checkGitlab } from "../render/check-gitlab.ts";
import { checkJunit } from "../render/check-junit.ts";
import { checkSarif } from "../render/check-sarif.ts";

/** Files and services that a check is told to, beside standard output. */
export interface CheckOutputs {
  readonly junit?: string;
  readonly sarif?: string;
  readonly gitlab?: string;
  readonly github?: boolean;
}

const FILES = [
  ["junit", checkJunit],
  ["sarif", checkSarif],
  ["gitlab", checkGitlab],
] as const;

/**
 * Writes the reports, each whole or not at all, and tells GitHub where the command runs there.
 *
 * @throws {AceError} `output-failed`
 */
export async function writeOutputs(
  result: CheckResult,
  outputs: CheckOutputs,
  io: Io,
): Promise<void> {
  for (const [name, render] of FILES) {
    const path = outputs[name];
    if (path !== undefined) writeWholeFile(path, new TextEncoder().encode(render(result)));
  }
  if (outputs.github !== true && io.env.GITHUB_ACTIONS !== "true") return;
  await io.stderr.write(githubAnnotations(result));
  const { GITHUB_STEP_SUMMARY: summary = "" } = io.env;
  if (summary !== "") appendSummary(summary, checkMarkdown(result));
}

/** What earlier commands of the step have written stays. */
function appendSummary(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (cause) {
    throw outputFailure(path, cause);
  }
}

/** The commit that a service names; pull requests have one of their own there. */
export function commitOf({ env }: Io): string | undefined {
  return [env.GITHUB_SHA, env.CI_COMMIT_SHA].find((id) => id !== undefined && id !== "");
}
