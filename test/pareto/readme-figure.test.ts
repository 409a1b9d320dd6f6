import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pareto, paretoChart } from "../../src/api/pareto.ts";
import { ace } from "../cli/harness.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Arguments of the commands in the README that write a file there. */
function argumentsFor(path: string): readonly string[] {
  const line = read("README.md")
    .split("\n")
    .find((one) => one.startsWith("node dist/cli.js pareto ") && one.endsWith(`--out ${path}`));
  return (line ?? "").split(" ").slice(2);
}

describe("the figures of the README", () => {
  it.each([
    [argumentsFor("docs/figure1.svg"), "docs/figure1.svg"],
    [[...argumentsFor("docs/figure1.svg"), "--theme", "dark"], "docs/figure1-dark.svg"],
  ])("are what the command draws: %j", async (args, committed) => {
    expect(args.length).toBeGreaterThan(2);
    const path = join(temporaryFolder(), "figure.svg");
    const drawn = args.map((arg) => (arg === "docs/figure1.svg" ? path : arg));
    expect((await ace(drawn, { pareto, paretoChart })).code).toBe(0);
    const text = readFileSync(path, "utf8");
    expect(text === read(committed)).toBe(true);
    expect(text.length).toBeLessThan(120_000);
    expect(text).toMatch(/^<svg [^>]* width="960px" height="[\d.]+px"/);
    expect(text.match(/href|url\(|@font-face|<script/g)).toBeNull();
    expect(text).toContain(">ReActNet-A</text>");
  });
});
