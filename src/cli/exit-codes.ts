import { AceError } from "../errors.ts";

/** What the command's exit code says. */
export const EXIT = {
  fine: 0,
  /** `check`: a budget is not kept. */
  overBudget: 1,
  wrongUsage: 2,
  /** A model cannot be read or is not supported; of several, the others are still printed. */
  unreadable: 3,
  notEqual: 4,
  /** `--strict`, and something is not known. */
  incomplete: 5,
  bug: 70,
  outputFailed: 74,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const WORST_FIRST: readonly ExitCode[] = [
  EXIT.bug,
  EXIT.outputFailed,
  EXIT.wrongUsage,
  EXIT.unreadable,
  EXIT.notEqual,
  EXIT.overBudget,
  EXIT.incomplete,
];

/** Exit code for an error; one that is not ours is a bug. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof AceError)) return EXIT.bug;
  switch (error.code) {
    case "wrong-usage":
      return EXIT.wrongUsage;
    case "output-failed":
      return EXIT.outputFailed;
    case "internal":
      return EXIT.bug;
    default:
      return EXIT.unreadable;
  }
}

/** The one to end with, where several things happened. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.fine;
}
