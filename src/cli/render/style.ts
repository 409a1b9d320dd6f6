import { createColors } from "picocolors";
import type { Io } from "../io.ts";

/** How much the place that text goes to can show. */
export interface Style {
  readonly colors: Colors;
  /** False: plain ASCII only. */
  readonly unicode: boolean;
  /** Characters in a line; infinite where the text does not go to a terminal. */
  readonly width: number;
}

export type Colors = ReturnType<typeof createColors>;
export type Paint = (text: string) => string;

/** Style of no terminal: a file, a pipe. */
export const PLAIN: Style = {
  colors: createColors(false),
  unicode: true,
  width: Number.POSITIVE_INFINITY,
};

/** Style of standard output, as terminal, `NO_COLOR`, `FORCE_COLOR` and `TERM` have it. */
export function styleOf(io: Io, color = true): Style {
  const { env, isTTY } = io;
  const dumb = env.TERM === "dumb";
  const forced = isSet(env.FORCE_COLOR) && env.FORCE_COLOR !== "0";
  const colored = color && !isSet(env.NO_COLOR) && (forced || (isTTY && !dumb));
  return {
    colors: createColors(colored),
    unicode: !dumb && env.TERM !== "linux",
    width: isTTY ? (io.columns ?? 80) : Number.POSITIVE_INFINITY,
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== "";
}
