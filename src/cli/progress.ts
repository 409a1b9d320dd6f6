import type { VerifyCase } from "../results/verify-result.ts";
import type { Io } from "./io.ts";
import { MESSAGES } from "./messages.ts";

const REDRAW_MS = 100;
const DEFAULT_COLUMNS = 80;
const ERASE = "\r\u001b[2K";

/** How far a command is, in one line of standard error that is drawn again and again. */
export interface Progress {
  onCase(result: VerifyCase, total: number): void;
  /** Takes the line away. */
  end(): void;
}

/**
 * Progress of `ace verify`; undefined where nobody would see it: no terminal, a dumb one, `--quiet`.
 *
 * Nothing is drawn in the first tenth of a second, and then at most ten times a second.
 *
 * @param now - milliseconds from any start
 */
export function verifyProgress(
  { isTTY, isErrorTTY, env, columns, stderr }: Io,
  quiet = false,
  now: () => number = () => performance.now(),
): Progress | undefined {
  if (quiet || !isTTY || !isErrorTTY || env.TERM === "dumb") return undefined;
  const counts = new Map<VerifyCase["status"], number>();
  let done = 0;
  let drawn = now();
  let isShown = false;
  // Some terminals say that they are 0 wide.
  const width = (columns || DEFAULT_COLUMNS) - 1;
  const write = (text: string): void => void stderr.write(text);
  return {
    onCase({ status }, total) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
      done++;
      if (now() - drawn < REDRAW_MS) return;
      drawn = now();
      isShown = true;
      write(ERASE + MESSAGES.progress(done, total, [...counts]).slice(0, width));
    },
    end() {
      if (isShown) write(ERASE);
    },
  };
}
