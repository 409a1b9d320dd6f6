import { type Command, Option } from "commander";
import type { RunFlags } from "./commands/run.ts";
import type { ScoreFlags } from "./commands/score-options.ts";
import type { VerifyFlags } from "./commands/verify.ts";
import {
  another,
  bound,
  dimension,
  inputShape,
  inputValue,
  nameList,
  positiveCount,
} from "./options.ts";

/** How a command that was chosen is carried out. */
export type Start<F> = (models: readonly string[], flags: F) => Promise<void>;

const MODEL = "ONNX file, pattern (* within a folder, ** across), or - for standard input";

/** `ace score`: its arguments, options and help. */
export function declareScore(program: Command, start: Start<ScoreFlags>): void {
  const command = program
    .command("score")
    .summary("count what models cost")
    .description(
      "Counts what each model costs, layer by layer, with the reason for every bit width.",
    )
    .argument("[MODEL...]", MODEL);
  addModelOptions(command);
  command
    .option("--input <NAME=D1,D2>", "shape of an input", inputShape)
    .addOption(
      new Option("--convention <NAME>", "what an unquantized float counts: 16 bits, or its own")
        .choices(["pokebnn", "native"])
        .default("pokebnn"),
    )
    .option("--strict", "exit with 5 where a total is only a lower bound")
    .option("--why <LAYER>", "only the proof of both widths of this layer", another)
    .option("--all", "every layer, on a terminal too");
  addPrintOptions(command, ["jsonl", "why", "all"]);
  command
    .addOption(
      new Option(
        "--jsonl",
        "read a path or a JSON request a line, write a result a line",
      ).conflicts(["why", "all"]),
    )
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  ace score model.onnx",
        "  ace score model.onnx --dim batch=8 --input tokens=8,128",
        '  ace score "models/**/*.onnx" --csv > layers.csv',
      ].join("\n"),
    )
    .action((models: string[]) => start(models, command.opts<ScoreFlags>()));
}

/** `ace run`: its arguments, options and help. */
export function declareRun(program: Command, start: Start<RunFlags>): void {
  const command = program
    .command("run")
    .summary("execute a model")
    .description("Executes a model, with the same bits on every machine.")
    .argument("<MODEL>", "ONNX file, or - for standard input")
    .option("--inputs <FILE>", "arrays by name: .npz, .npy, .pb or .safetensors", another)
    .requiredOption("--outputs <FILE>", "where the outputs go, as .npz");
  addModelOptions(command);
  command
    .option("--intermediates <NAMES>", "inner tensors to keep as well: all, or NAME,...", nameList)
    .option("--max-steps <N>", "most nodes to execute", positiveCount)
    .option("--quiet", "no messages but errors")
    .addHelpText("after", "\nExample:\n  ace run model.onnx --inputs in.npz --outputs out.npz")
    .action((model: string) => start([model], command.opts<RunFlags>()));
}

/** `ace verify`: its arguments, options and help. */
export function declareVerify(program: Command, start: Start<VerifyFlags>): void {
  const command = program
    .command("verify")
    .summary("execute models and compare")
    .description(
      "Executes models and compares their outputs with expected ones: those of --expect, or of ONNX test folders.",
    )
    .argument("<MODEL...>", "ONNX file, ONNX test folder, or folder of such folders")
    .option("--inputs <FILE>", "arrays by name: .npz, .npy, .pb or .safetensors", another)
    .option("--expect <FILE>", "expected outputs, in the same forms", another)
    .option("--rtol <R>", "tolerance relative to the expected element", bound)
    .option("--atol <A>", "absolute tolerance", bound)
    .option("--ulps <N>", "tolerance in units in the last place", bound)
    .option("--peak <P>", "tolerance relative to the tensor's largest magnitude", bound)
    .option("--strict", "exit with 5 where a case is not supported");
  addPrintOptions(command, []);
  command
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  ace verify model.onnx --inputs in.npz --expect out.npz --peak 1e-5",
        "  ace verify test_conv_basic/",
      ].join("\n"),
    )
    .action((models: string[]) => start(models, command.opts<VerifyFlags>()));
}

function addModelOptions(command: Command): void {
  command
    .option("--dim <NAME=N>", "size of a symbolic dimension", dimension)
    .option("--value <NAME=V>", "an input that is V everywhere", inputValue);
}

const FORMATS: readonly (readonly [string, string])[] = [
  ["json", "one JSON document"],
  ["csv", "comma-separated values"],
  ["md", "Markdown for GitHub"],
  ["latex", "a LaTeX tabular (package booktabs)"],
];

/** Options that every printing command has; one format excludes the others and `excluded`. */
function addPrintOptions(command: Command, excluded: readonly string[]): void {
  const names = FORMATS.map(([name]) => name);
  for (const [name, description] of FORMATS) {
    const others = names.filter((other) => other !== name);
    command.addOption(new Option(`--${name}`, description).conflicts([...others, ...excluded]));
  }
  command
    .option("--quiet", "one line, and no messages but errors")
    .option("--no-color", "no colours; NO_COLOR in the environment does the same");
}
