import type { Finding, Inspectable } from "../../../src/bits/inspection/finding.ts";
import { inspect } from "../../../src/bits/inspection/inspect.ts";

type Said = Partial<Omit<Inspectable, "data" | "shape">>;

/** What is found in elements; said of them, unless something else is: f32, output channels first. */
export function lookAt(
  values: readonly number[],
  shape: readonly number[],
  said: Said = { channelAxis: 0 },
): Finding | undefined {
  return inspect({ data: Float32Array.from(values), shape, narrowest: "f32", ...said });
}

/** The text of what is found, or `float`. */
export function seen(...args: Parameters<typeof lookAt>): string {
  return lookAt(...args)?.text ?? "float";
}

/** Rows of codes, each times a scale of its own. */
export function scaled(rows: readonly (readonly number[])[], scales: readonly number[]): number[] {
  return rows.flatMap((row, i) => row.map((code) => code * (scales[i] as number)));
}
