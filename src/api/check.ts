import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { NamedScore } from "../budget/baseline.ts";
import { CONFIG_FILE, type Config } from "../budget/config.ts";
import { historyLines, historyText, readHistory, withLines } from "../budget/history.ts";
import type { Case } from "../budget/moved.ts";
import { checkedOf, resultOf } from "../budget/result.ts";
import { verdictsOn } from "../budget/verdicts.ts";
import { compareResults } from "../compare/compare.ts";
import { AceError } from "../errors.ts";
import { exclusively } from "../io/exclusively.ts";
import { writeWholeFile } from "../io/write-file.ts";
import type { CheckedResult, CheckResult } from "../results/check-result.ts";
import {
  type Baselines,
  baselineFile,
  baselinesOf,
  type WrittenBaseline,
  writeBaselines,
} from "./check-baselines.ts";
import { beside, type FoundModel, findConfig, findModels } from "./check-config.ts";
import { checkedOutCommit, withDate } from "./git.ts";
import { score } from "./score.ts";
import { readText } from "./text-file.ts";

export interface CheckOptions {
  /** Path of the configuration; `ace.config.json` here, or `ace` in `package.json`. */
  readonly config?: string;
  /** A commit whose baselines count instead of those in the files. */
  readonly against?: string;
  /** A file of lines to which what the models cost now is added. */
  readonly history?: string;
  /** The commit that the history names; what git has checked out where it is absent. */
  readonly commit?: string;
}

/**
 * Holds models against their budgets and baselines.
 *
 * @throws {AceError} `wrong-usage` for a configuration, baseline or commit that cannot be used; a
 * model that cannot be read is in the result
 */
export function check(options: CheckOptions = {}): CheckResult {
  const config = findConfig(options.config);
  const models = findModels(config);
  const update = updateCommand(options.config);
  const baselines = baselinesOf(config, options.against, update);
  const scores: NamedScore[] = [];
  const checked = models.map((model) => {
    const before = baselines(model);
    return checkedModel(model, config, before, (score) => {
      scores.push({ name: model.name, score });
      const command = options.against === undefined ? { updateCommand: update } : {};
      return { after: score, ...compared(before, score), ...command };
    });
  });
  if (options.history !== undefined) append(options.history, scores, options.commit);
  return resultOf(config.document.file, options.against, checked);
}

/**
 * Takes what the models cost now for their baselines; nothing is written where one of them cannot
 * be scored.
 *
 * @throws {AceError} what the configuration or a model has wrong; `output-failed`
 */
export function updateBaselines(
  options: Pick<CheckOptions, "config"> = {},
): readonly WrittenBaseline[] {
  const config = findConfig(options.config);
  const models = findModels(config);
  return writeBaselines(
    config,
    models.map((model) => ({ name: model.name, score: scored(model, config), model })),
  );
}

/** What to run where what a model costs now is right. */
function updateCommand(config: string | undefined): string {
  const isDefault = config === undefined || config === CONFIG_FILE;
  return isDefault ? "ace check --update" : `ace check --config ${config} --update`;
}

function checkedModel(
  model: FoundModel,
  config: Config,
  before: ReturnType<Baselines>,
  caseOf: (score: ReturnType<typeof scored>) => Case,
): CheckedResult {
  const { name, path, checked } = model;
  const baseline = before === undefined ? null : baselineFile(model, config);
  const head = { name, path, convention: checked.convention, baseline };
  let one: Case;
  try {
    one = caseOf(scored(model, config));
  } catch (error) {
    if (!(error instanceof AceError) || error.code === "internal") throw error;
    return checkedOf(head, error);
  }
  return checkedOf(head, { score: one.after, verdicts: verdictsOn(checked, config.document, one) });
}

function scored({ name, path, checked }: FoundModel, { document }: Config) {
  const { bits, weights, ...known } = checked.known;
  const files = {
    ...(bits === undefined ? {} : { bits: beside(document.file, bits) }),
    ...(weights === undefined ? {} : { weights: beside(document.file, weights) }),
  };
  return score(path, { name, ...known, ...files, convention: checked.convention });
}

function compared(before: ReturnType<Baselines>, after: ReturnType<typeof scored>) {
  if (before === undefined) return {};
  return { baseline: { before, pairs: compareResults(before, after).layers } };
}

function append(file: string, scores: readonly NamedScore[], named: string | undefined): void {
  const folder = dirname(file);
  const commit = named === undefined ? checkedOutCommit(folder) : withDate(folder, named);
  if (commit === undefined) {
    const expected = "a commit that git has checked out, or its name in the environment";
    const reason = { action: "add", subject: `to ${file}`, expected, got: "none" };
    throw new AceError("wrong-usage", reason, { hint: "GITHUB_SHA or CI_COMMIT_SHA names it" });
  }
  const added = historyLines(scores, commit);
  exclusively(file, () => {
    const history = existsSync(file) ? readHistory(file, readText(file)) : [];
    const text = historyText(withLines(history, added));
    writeWholeFile(file, new TextEncoder().encode(text));
  });
}
