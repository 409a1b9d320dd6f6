import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { configText, smallNetwork } from "../cli/check-models.ts";
import { folderOf, temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name: string) => parse(readFileSync(join(root, name), "utf8"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const main = `${process.execPath} --import ${fileURLToPath(import.meta.resolve("tsx"))} ${join(root, "src/cli/main.ts")}`;

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uses?: string;
}

const ACTION = read("action.yml");
const STEPS: readonly Step[] = ACTION.runs.steps;
const [INSTALL, CHECK] = STEPS as [Step, Step];

/** Runs a step's script as a runner does: its shell, its environment, its files. */
function runStep(step: Step, inputs: Readonly<Record<string, string>>, folder: string, path = "") {
  const files = temporaryFolder();
  const file = (name: string) => {
    writeFileSync(join(files, name), "");
    return join(files, name);
  };
  const given = Object.fromEntries(
    Object.entries(step.env).map(([name, value]) => {
      const [, input = ""] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      return [name, inputs[input] ?? ACTION.inputs[input].default];
    }),
  );
  const github = {
    GITHUB_ACTIONS: "true",
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary"),
    GITHUB_PATH: file("path"),
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    RUNNER_TEMP: files,
  };
  const script = join(files, "script.sh");
  writeFileSync(script, step.run);
  const ended = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], {
    cwd: folder,
    encoding: "utf8",
    // Nothing else is known there: no token, no secret.
    env: { PATH: `${path}${path === "" ? "" : ":"}${process.env.PATH}`, ...github, ...given },
  });
  const text = (name: string) => readFileSync(join(files, name), "utf8");
  return {
    code: ended.status,
    stdout: ended.stdout,
    stderr: ended.stderr,
    outputs: text("output"),
    summary: text("summary"),
    path: text("path"),
    files,
  };
}

describe("action.yml", () => {
  test("is composite, uses no other action and no secret, and has no input in its scripts", () => {
    expect(ACTION.runs.using).toBe("composite");
    expect(STEPS.map(({ shell, uses }) => [shell, uses])).toEqual([
      ["bash", undefined],
      ["bash", undefined],
    ]);
    expect(JSON.stringify(ACTION)).not.toMatch(/secrets\.|github\.token|GITHUB_TOKEN/);
    for (const { run } of STEPS) expect(run).not.toContain("${{");
  });

  test("and the pre-commit hook install this version", () => {
    expect(ACTION.inputs.version.default).toBe(version);
    expect(read(".pre-commit-hooks.yaml")[0]).toMatchObject({
      id: "ace-check",
      entry: `npx --yes acemeter@${version} check`,
      pass_filenames: false,
    });
  });

  test("passes every input on, and every output", () => {
    const used = STEPS.flatMap(({ env }) => Object.values(env)).map((value) => value.slice(11, -3));
    const elsewhere = ["working-directory"];
    expect([...used, ...elsewhere].sort()).toEqual(Object.keys(ACTION.inputs).sort());
    expect(CHECK.id).toBe("check");
    for (const [name, { value }] of Object.entries<{ value: string }>(ACTION.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`);
    }
  });
});

describe("the steps of action.yml", () => {
  const inputs = { command: main };

  test("pass where every budget is kept, and write the job summary and the outputs", () => {
    const folder = folderOf({
      "net.onnx": smallNetwork(),
      "ace.config.json": configText({ ace: "33k" }),
    });
    const ended = runStep(CHECK, inputs, folder);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(ended.stdout).toContain("passed: 1 ok in 1 model\n");
    expect(ended.outputs).toBe("exit-code=0\npassed=true\n");
    expect(ended.summary).toMatch(/^## ✅ ace check passed: 1 ok in 1 model\n/);
  });

  test("fail where one is not, with annotations, summary, outputs and reports", () => {
    const folder = folderOf({ "net.onnx": smallNetwork(), "my.json": configText({ ace: "30k" }) });
    const reports = { junit: "junit.xml", sarif: "ace.sarif", history: "history.jsonl" };
    const ended = runStep(CHECK, { ...inputs, ...reports, config: "my.json" }, folder);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^::error file=my\.json,line=6,title=net\.onnx%3A ace::ace is 32,832/,
    );
    expect(ended.outputs).toBe("exit-code=1\npassed=false\n");
    expect(ended.summary).toContain("| over | ace | 32.83k | 30.00k | - |\n");
    expect(readFileSync(join(folder, "junit.xml"), "utf8")).toContain("<failure ");
    expect(JSON.parse(readFileSync(join(folder, "ace.sarif"), "utf8")).version).toBe("2.1.0");
    expect(readFileSync(join(folder, "history.jsonl"), "utf8")).toContain(
      '"commit":"0123456789abcdef',
    );
  });

  test("keep the exit code of a wrong configuration, and take an input for no command", () => {
    const folder = folderOf({});
    const ended = runStep(CHECK, { ...inputs, config: "$(touch hurt); x" }, folder);
    expect([ended.code, ended.outputs]).toEqual([2, "exit-code=2\npassed=false\n"]);
    expect(ended.stderr).toContain("Cannot read $(touch hurt); x: expected a readable file, got ");
  });

  test("install the package where no command is given, and put it on the path", () => {
    expect(INSTALL.if).toBe("inputs.command == ''");
    const tools = temporaryFolder();
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, "npm"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(join(tools, "npm"), 0o755);
    const ended = runStep(INSTALL, {}, temporaryFolder(), tools);
    const folder = join(ended.files, "acemeter");
    expect(ended.code).toBe(0);
    expect(ended.stdout.trim().split("\n")).toEqual([
      ...["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"],
      ...["--no-save", `acemeter@${version}`],
    ]);
    expect(ended.path).toBe(`${folder}/node_modules/.bin\n`);
  });
});
