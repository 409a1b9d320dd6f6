import type { Taken } from "./child.ts";

/** Phases of a score in one line: milliseconds and peak memory after each. */
export function phasesLine(title: string, taken: readonly Taken[]): string {
  const parts = taken.map(
    ({ name, milliseconds, peakBytes }) =>
      `${name} ${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms (${megabytes(peakBytes)})`,
  );
  return `  ${title}: ${parts.join(", ")}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
