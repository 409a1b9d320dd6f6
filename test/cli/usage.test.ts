import { describe, expect, it } from "vitest";
import { ace } from "./harness.ts";
import { DIGITS } from "./samples.ts";

const HELP = `\
Usage: ace [options] [command]

Counts what a quantized or binarized neural network costs, and checks that it computes what it
claims

Options:
  -V, --version                       print the version
  -h, --help                          print this help

Commands:
  score [options] [MODEL...]          count what models cost
  bits [options] [MODEL...]           show what each tensor can hold
  run [options] <MODEL>               execute a model
  verify [options] <MODEL...>         execute models and compare
  check [options]                     hold models against their budgets
  compare [options] <BEFORE> <AFTER>  say what became of a model
  pareto [options] [RESULT...]        compare with published networks

Exit codes:
  0 fine; 1 over budget (check); 2 wrong usage; 3 a model that cannot be read or is not supported;
  4 not equal (verify); 5 incomplete (--strict); 70 a bug of ours; 74 output cannot be written
`;

describe("`ace --help`", () => {
  it("lists the commands and the exit codes", async () => {
    expect(await ace(["--help"])).toEqual({ code: 0, stdout: HELP, stderr: "" });
  });

  it("is what one gets without a command, as wrong usage", async () => {
    expect(await ace([])).toEqual({ code: 2, stdout: "", stderr: HELP });
  });

  it.each(["score", "bits", "run", "verify", "check", "compare", "pareto"])(
    "has examples for %s",
    async (command) => {
      const { code, stdout } = await ace([command, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`\\nExamples?:\\n  ace ${command} `));
    },
  );
});

describe("`ace --version`", () => {
  it("prints the version of the package", async () => {
    expect(await ace(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });
});

describe("wrong usage", () => {
  const lists = "(--help lists what there is)\n";

  it.each([
    [["scor", "m"], `error: unknown command 'scor'\n(Did you mean score?)\n${lists}`],
    [["m.onnx"], `error: unknown command 'm.onnx'\n${lists}(Did you mean ace score m.onnx?)\n`],
    [["score", "m", "--jsn"], `error: unknown option '--jsn'\n(Did you mean --json?)\n${lists}`],
    [
      ["score", "m", "--json", "--csv"],
      `error: option '--json' cannot be used with option '--csv'\n${lists}`,
    ],
    [
      ["score", "m", "--why", "fc", "--md"],
      `error: option '--md' cannot be used with option '--why <LAYER>'\n${lists}`,
    ],
    [
      ["score", "m", "--dim", "batch"],
      `error: option '--dim <NAME=N>' argument 'batch' is invalid. Expected NAME=N with a whole number N, got batch\n${lists}`,
    ],
    [
      ["score", "m", "--dim", "b=1.5"],
      `error: option '--dim <NAME=N>' argument 'b=1.5' is invalid. Expected NAME=N with a whole number N, got b=1.5\n${lists}`,
    ],
    [
      ["score", "m", "--dim", "b=1", "--dim", "b=2"],
      `error: option '--dim <NAME=N>' argument 'b=2' is invalid. Expected b once, got it twice\n${lists}`,
    ],
    [
      ["score", "m", "--input", "x=1,,3"],
      `error: option '--input <NAME=D1,D2>' argument 'x=1,,3' is invalid. Expected NAME=D1,D2,... with whole numbers, got x=1,,3\n${lists}`,
    ],
    [
      ["score", "m", "--value", "x=inf"],
      `error: option '--value <NAME=V>' argument 'x=inf' is invalid. Expected NAME=V with a number V, got x=inf\n${lists}`,
    ],
    [
      ["score", "m", "--convention", "mine"],
      `error: option '--convention <NAME>' argument 'mine' is invalid. Allowed choices are pokebnn, native.\n${lists}`,
    ],
    [
      ["score"],
      "error: Cannot find a model: expected at least one MODEL, got none\n  hint: ace score model.onnx\n",
    ],
    [
      ["score", "-", "-"],
      "error: Cannot read standard input: expected one - for it, got several\n",
    ],
    [
      ["score", "m", "--jsonl"],
      "error: Cannot read models: expected them on standard input (--jsonl), got m\n",
    ],
    [["run", "m"], `error: required option '--outputs <FILE>' not specified\n${lists}`],
    [
      ["run", "m", "--outputs", "y.npy"],
      "error: Cannot write y.npy: expected a name that ends in .npz, got .npy\n  hint: --outputs out.npz\n",
    ],
    [
      ["run", "m", "--outputs", "y.npz", "--max-steps", "0"],
      `error: option '--max-steps <N>' argument '0' is invalid. Expected a whole number from 1, got 0\n${lists}`,
    ],
    [
      ["bits"],
      "error: Cannot find a model: expected at least one MODEL, got none\n  hint: ace bits model.onnx\n",
    ],
    [
      ["bits", "m", "--all", "--csv"],
      `error: option '--csv' cannot be used with option '--all'\n${lists}`,
    ],
    [["verify"], `error: missing required argument 'MODEL'\n${lists}`],
    [
      ["verify", "m", "--rtol", "-1"],
      `error: option '--rtol <R>' argument '-1' is invalid. Expected a number from 0, got -1\n${lists}`,
    ],
  ])("%j ends with 2", async (args, stderr) => {
    expect(await ace(args)).toEqual({ code: 2, stdout: "", stderr });
  });
});

describe("output that cannot be written", () => {
  const score = () => DIGITS;

  it("ends quietly where the reader of a pipe has gone", async () => {
    const refuse = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    expect(await ace(["score", "m"], { score, refuse })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("ends with 74 where the disk is full", async () => {
    const refuse = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    expect(await ace(["score", "m", "--json"], { score, refuse })).toEqual({
      code: 74,
      stdout: "",
      stderr:
        "error: Cannot write to standard output: expected it to take the text, got ENOSPC: no space left on device\n",
    });
  });
});
