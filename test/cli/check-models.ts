import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { check, updateBaselines } from "../../src/index.ts";
import { floats, modelBytes } from "../support/onnx.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { ace } from "./harness.ts";

/** Columns of the first layer; a network may be made wider by this. */
export interface Size {
  readonly hidden?: number;
  readonly batch?: number;
  /** False: the weights of the second layer are used as they are, not their signs. */
  readonly binary?: boolean;
  /** What stands before the names of nodes. */
  readonly prefix?: string;
}

/**
 * A network of two products by hand: [batch, 8] x [8, hidden] in floats, then the signs of both
 * operands in [batch, hidden] x [hidden, 4].
 *
 * Of 16 hidden columns: 128 products of 16 x 16 bits and 64 of 1 x 1, ACE = 32,768 + 64 = 32,832.
 */
export function smallNetwork({ hidden = 16, batch = 1, binary = true, prefix = "" }: Size = {}) {
  const node = (op: string, name: string, inputs: readonly string[]) => ({
    op,
    name: prefix + name,
    inputs,
    outputs: [`${name}_out`],
  });
  const second = binary ? "w2_sign_out" : "w2";
  return modelBytes({
    inputs: [{ name: "x", shape: [batch, 8] }],
    outputs: [{ name: "fc2_out", shape: [batch, 4] }],
    initializers: [
      floats("w1", [8, hidden], irregular(8 * hidden)),
      floats("w2", [hidden, 4], irregular(hidden * 4)),
    ],
    nodes: [
      node("MatMul", "fc1", ["x", "w1"]),
      node("Sign", "fc1_sign", ["fc1_out"]),
      ...(binary ? [node("Sign", "w2_sign", ["w2"])] : []),
      node("MatMul", "fc2", ["fc1_sign_out", second]),
    ],
  });
}

/** Numbers on no grid, none of them 0. */
function irregular(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i + 1) * Math.SQRT2));
}

/** A folder that is the current one until the test ends. */
export function workIn(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  return folder;
}

/** A configuration of one model, in lines that a test can count. */
export function configText(budgets: object, more: object = {}): string {
  return JSON.stringify({ models: [{ path: "net.onnx", ...more, budgets }] }, null, 2);
}

/** `ace check` with the real library. */
export function aceCheck(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  return ace(["check", ...args], { check, updateBaselines, env });
}

/** Git in the current folder, with a commit date of its own. */
export function git(...args: readonly string[]): string {
  return execFileSync("git", [...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_AUTHOR_NAME: "a test",
      GIT_AUTHOR_EMAIL: "test@example.com",
      GIT_COMMITTER_NAME: "a test",
      GIT_COMMITTER_EMAIL: "test@example.com",
      GIT_AUTHOR_DATE: "2024-05-06T07:08:09Z",
      GIT_COMMITTER_DATE: "2024-05-06T07:08:09Z",
    },
  });
}

export function textOf(path: string): string {
  return readFileSync(path, "utf8");
}
