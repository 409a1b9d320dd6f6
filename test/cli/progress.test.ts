import { describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { verifyProgress } from "../../src/cli/progress.ts";

function terminal(seen: string[], known: Partial<Io> = {}): Io {
  const write = (text: string) => Promise.resolve(void seen.push(text));
  return {
    stdin: (async function* () {})(),
    stdout: { write: () => Promise.reject(new Error("not here")) },
    stderr: { write },
    env: {},
    isTTY: true,
    isErrorTTY: true,
    columns: 60,
    ...known,
  };
}

const EQUAL = { name: "a", status: "equal" } as const;
const FAILED = { name: "b", status: "failed" } as const;
const ERASE = "\r\u001b[2K";

describe("verifyProgress()", () => {
  it("draws one line at most ten times a second, and takes it away", () => {
    const seen: string[] = [];
    let now = 0;
    const progress = verifyProgress(terminal(seen), false, () => now);
    progress?.onCase(EQUAL, 2000);
    now = 99;
    progress?.onCase(EQUAL, 2000);
    now = 100;
    progress?.onCase(FAILED, 2000);
    now = 199;
    progress?.onCase(EQUAL, 2000);
    progress?.end();
    expect(seen).toEqual([`${ERASE}3 of 2000: 2 equal, 1 failed`, ERASE]);
  });

  it("writes nothing where all is done at once", () => {
    const seen: string[] = [];
    const progress = verifyProgress(terminal(seen), false, () => 0);
    progress?.onCase(EQUAL, 1);
    progress?.end();
    expect(seen).toEqual([]);
  });

  it("never breaks the line", () => {
    const seen: string[] = [];
    let now = 0;
    const progress = verifyProgress(terminal(seen, { columns: 12 }), false, () => now);
    now = 1000;
    progress?.onCase(EQUAL, 12345);
    expect(seen).toEqual([`${ERASE}1 of 12345:`]);
  });

  it("takes a terminal that says it is 0 wide for one of 80", () => {
    const seen: string[] = [];
    let now = 0;
    const progress = verifyProgress(terminal(seen, { columns: 0 }), false, () => now);
    now = 1000;
    progress?.onCase(EQUAL, 9);
    expect(seen).toEqual([`${ERASE}1 of 9: 1 equal`]);
  });

  it.each([
    ["--quiet", {}, true],
    ["a pipe behind standard output", { isTTY: false }, false],
    ["a file behind standard error", { isErrorTTY: false }, false],
    ["a terminal that cannot go back", { env: { TERM: "dumb" } }, false],
  ])("is nothing with %s", (_, known, quiet) => {
    expect(verifyProgress(terminal([], known), quiet)).toBe(undefined);
  });
});
