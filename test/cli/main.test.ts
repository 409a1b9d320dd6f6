import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** Runs the command in a process of its own; `listen` says whether anybody reads what it prints. */
function runProcess(args: readonly string[], listen: boolean) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", main, ...args]);
    const printed = { stdout: "", stderr: "" };
    if (!listen) child.stdout.destroy();
    child.stdout.on("data", (data) => {
      printed.stdout += data;
    });
    child.stderr.on("data", (data) => {
      printed.stderr += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...printed }));
  });
}

describe("the process of `ace`", () => {
  it("prints and ends with the command's exit code", async () => {
    expect(await runProcess(["--version"], true)).toEqual({
      code: 0,
      stdout: "0.1.0\n",
      stderr: "",
    });
    expect(await runProcess(["score"], true)).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: Cannot find a model: expected at least one MODEL, got none\n  hint: ace score model.onnx\n",
    });
  });

  it("ends quietly where nobody reads what it prints", async () => {
    expect(await runProcess(["--help"], false)).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
