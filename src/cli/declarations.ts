import { type Command, Option } from "commander";
import type { BitsFlags } from "./commands/bits.ts";
import type { RunFlags } from "./commands/run.ts";
import type { ScoreFlags } from "./commands/score-options.ts";
import type { VerifyFlags } from "./commands/verify.ts";
import { another, bound, nameList, positiveCount } from "./options.ts";
import {
  addAnalysisOptions,
  addExamples,
  addModelOptions,
  addPrintOptions,
} from "./shared-options.ts";

/** How a command that was chosen is carried out. */
export type Start<F> = (models: readonly string[], flags: F) => Promise<void>;

const MODEL = "ONNX file, pattern (* within a folder, ** across), or - for standard input";

/** `ace score`: its arguments, options and help. */
export function declareScore(program: Command, start: Start<ScoreFlags>): void {
  const command = analysisCommand(program, "score", {
    summary: "count what models cost",
    description:
      "Counts what each model costs, layer by layer, with the reason for every bit width.",
    convention: "what an unquantized float counts: 16 bits, or its own",
    strict: "a total is only a lower bound",
  });
  command
    .option("--why <LAYER>", "only the proof of both widths of this layer", another)
    .option("--all", "every layer, on a terminal too");
  addPrintOptions(command, ["jsonl", "why", "all"]);
  command.addOption(
    new Option("--jsonl", "read a path or a JSON request a line, write a result a line").conflicts([
      "why",
      "all",
    ]),
  );
  addExamples(
    command,
    "ace score model.onnx",
    "ace score model.onnx --dim batch=8 --input tokens=8,128",
    'ace score "models/**/*.onnx" --csv > layers.csv',
  );
  command.action((models: string[]) => start(models, command.opts<ScoreFlags>()));
}

/** `ace bits`: its arguments, options and help. */
export function declareBits(program: Command, start: Start<BitsFlags>): void {
  const command = analysisCommand(program, "bits", {
    summary: "show what each tensor can hold",
    description:
      "Shows each tensor's element type, what it can hold, and its bit width with the reason.",
    convention: "as for ace score; the widths shown are native under each",
    strict: "something is not known",
  });
  command.option("--all", "every tensor, on a terminal too");
  addPrintOptions(command, ["all"]);
  addExamples(command, "ace bits model.onnx", "ace bits model.onnx --csv > tensors.csv");
  command.action((models: string[]) => start(models, command.opts<BitsFlags>()));
}

interface AnalysisTexts {
  readonly summary: string;
  readonly description: string;
  readonly convention: string;
  readonly strict: string;
}

/** A command that analyses models. */
function analysisCommand(program: Command, name: string, texts: AnalysisTexts): Command {
  const command = program
    .command(name)
    .summary(texts.summary)
    .description(texts.description)
    .argument("[MODEL...]", MODEL);
  addAnalysisOptions(command, texts.convention, texts.strict);
  return command;
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
    .option("--quiet", "no messages but errors");
  addExamples(command, "ace run model.onnx --inputs in.npz --outputs out.npz");
  command.action((model: string) => start([model], command.opts<RunFlags>()));
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
  addExamples(
    command,
    "ace verify model.onnx --inputs in.npz --expect out.npz --peak 1e-5",
    "ace verify test_conv_basic/",
  );
  command.action((models: string[]) => start(models, command.opts<VerifyFlags>()));
}
