import { AceError, formatWhere } from "../errors.ts";
import type { WrittenBaseline } from "./api.ts";
import { printable } from "./render/text.ts";

/** Every sentence that the command itself says, beside tables and help. */
export const MESSAGES = {
  /** A failure of ours or of the user's file: what, then where, then what helps. */
  failure: (error: AceError): string => {
    const where = formatWhere(error.where);
    const lines = [`error: ${printable(error.message)}`];
    if (where !== "") lines.push(`  at ${printable(where)}`);
    if (error.hint !== undefined) lines.push(`  hint: ${printable(error.hint)}`);
    return `${lines.join("\n")}\n`;
  },
  bug: (error: unknown, version: string, where: string): string =>
    [
      `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      `  at ${where}`,
      `  hint: this is a bug of acemeter ${version}; please report it with these lines and the model`,
      "",
    ].join("\n"),
  notKnown: (model: string, reason: string): string => line(`not known: ${model}: ${reason}`),
  warning: (model: string, reason: string): string => line(`warning: ${model}: ${reason}`),
  incomplete: (model: string, totals: readonly string[]): string =>
    line(
      `error: Cannot pass ${model}: expected complete totals (--strict), ` +
        `got lower bounds for ${totals.join(", ")}`,
    ),
  unknown: (model: string, count: number): string =>
    line(
      `error: Cannot pass ${model}: expected everything to be known (--strict), ` +
        `got ${count} ${count === 1 ? "thing" : "things"} that ${count === 1 ? "is" : "are"} not`,
    ),
  output: (name: string, type: string, form: string | undefined): string =>
    line(`${name}  ${type}${form === undefined ? "" : `, written ${form}`}`),
  written: (path: string, count: number): string =>
    line(`wrote ${count} ${count === 1 ? "array" : "arrays"} to ${path}`),
  drawn: (path: string): string => line(`wrote ${path}`),
  notPlaced: (count: number, reason: string, option: string | undefined): string =>
    line(`not placed: ${count}: ${reason}${option === undefined ? "" : ` (${option})`}`),
  placing: (reason: string): string => line(`warning: ${reason}`),
  baseline: ({ file, models, changed }: WrittenBaseline): string =>
    changed
      ? line(`wrote ${file}: ${models} ${models === 1 ? "model" : "models"}`)
      : line(`${file} is up to date`),
  notChecked: (name: string, reason: string): string => line(`not checked: ${name}: ${reason}`),
  lowerBound: (name: string): string =>
    line(`error: Cannot pass ${name}: expected a complete cost (--strict), got a lower bound`),
  /** `310 of 963: 290 equal, 20 unsupported`. */
  progress: (done: number, total: number, counts: readonly (readonly [string, number])[]): string =>
    `${done} of ${total}: ${counts.map(([status, count]) => `${count} ${status}`).join(", ")}`,
  noCase: line("error: Cannot verify anything: expected at least one case that runs, got none"),
  unsupported: (count: number): string =>
    line(
      `error: Cannot pass: expected every case to be supported (--strict), got ${count} that are not`,
    ),
  scoreCommand: (argument: string): string => line(`(Did you mean ace score ${argument}?)`),
  help: "(--help lists what there is)",
  exitCodes: [
    "Exit codes:",
    "  0 fine; 1 over budget (check); 2 wrong usage; 3 a model that cannot be read or is not supported;",
    "  4 not equal (verify); 5 incomplete (--strict); 70 a bug of ours; 74 output cannot be written",
  ].join("\n"),
} as const;

function line(text: string): string {
  return `${printable(text)}\n`;
}

/** Refuses how the command was called. */
export function wrongUsage(
  action: string,
  subject: string,
  expected: string,
  got: string,
  hint?: string,
): AceError {
  return new AceError(
    "wrong-usage",
    { action, subject, expected, got },
    hint === undefined ? {} : { hint },
  );
}
