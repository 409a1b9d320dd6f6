import { spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { exclusively } from "../../src/io/exclusively.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { thrown } from "./thrown.ts";

const module = fileURLToPath(new URL("../../src/io/exclusively.ts", import.meta.url));

describe("`exclusively()`", () => {
  test("gives back what the change gives, and leaves no lock", () => {
    const path = join(temporaryFolder(), "a.txt");
    expect(exclusively(path, () => existsSync(`${path}.lock`))).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(() =>
      exclusively(path, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test("lets processes change a file one after the other: nothing is lost", async () => {
    const path = join(temporaryFolder(), "count.txt");
    writeFileSync(path, "0");
    const program = `
      import { readFileSync, writeFileSync } from "node:fs";
      import { exclusively } from ${JSON.stringify(module)};
      for (let i = 0; i < 25; i++) {
        exclusively(${JSON.stringify(path)}, () => {
          writeFileSync(${JSON.stringify(path)}, String(Number(readFileSync(${JSON.stringify(path)}, "utf8")) + 1));
        });
      }`;
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) => {
            const arguments_ = ["--import", "tsx", "--input-type=module", "--eval", program];
            spawn(process.execPath, arguments_, { stdio: "inherit" }).on("close", resolve);
          }),
      ),
    );
    expect([codes, readFileSync(path, "utf8")]).toEqual([[0, 0, 0], "75"]);
  });

  test("takes a lock that was left behind", () => {
    const path = join(temporaryFolder(), "a.txt");
    writeFileSync(`${path}.lock`, "");
    const long = new Date(Date.now() - 120_000);
    utimesSync(`${path}.lock`, long, long);
    expect(exclusively(path, () => 1)).toBe(1);
  });

  test("says that another one keeps it", () => {
    const path = join(temporaryFolder(), "a.txt");
    writeFileSync(`${path}.lock`, "");
    const error = thrown(() => exclusively(path, () => 1, 100));
    expect([error.code, error.message]).toEqual([
      "output-failed",
      `Cannot write ${path}: expected no other job to be writing it, got ${path}.lock, which one has made`,
    ]);
  });

  test("says why it cannot be written", () => {
    const path = join(temporaryFolder(), "none", "a.txt");
    expect(thrown(() => exclusively(path, () => 1)).message).toBe(
      `Cannot write ${path}: expected a writable file, got no such file or folder`,
    );
  });
});
