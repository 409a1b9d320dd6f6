import { type Command, Option } from "commander";
import type { BitsFlags } from "./commands/bits.ts";
import type { CheckFlags } from "./commands/check.ts";
import type { CompareFlags } from "./commands/compare.ts";
import type { ParetoFlags } from "./commands/pareto.ts";
import type { RunFlags } from "./commands/run.ts";
import type { ScoreFlags } from "./commands/score-options.ts";
import type { VerifyFlags } from "./commands/verify.ts";
import { accuracy, another, bound, nameList, positiveCount, referencePoint } from "./options.ts";
import {
  type AnalysisFlags,
  addAnalysisOptions,
  addExamples,
  addModelOptions,
  addPrintOptions,
  addWeightsOption,
} from "./shared-options.ts";

/** How a command that was chosen is carried out. */
export type Start<F> = (models: readonly string[], flags: F) => Promise<void>;

const MODEL =
  "ONNX, StableHLO or HLO file, pattern (* within a folder, ** across), or - for standard input";

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
    "ace score model.mlir --weights weights.msgpack",
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
    .argument("<MODEL>", "ONNX, StableHLO or HLO file, or - for standard input")
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
      "Executes models and compares their outputs with expected ones: those of --expect, of ONNX test folders, or of StableHLO programs that check themselves.",
    )
    .argument(
      "<MODEL...>",
      "model, ONNX test folder, self-checking StableHLO program, or folder of such folders or programs",
    )
    .option("--inputs <FILE>", "arrays by name: .npz, .npy, .pb or .safetensors", another)
    .option("--expect <FILE>", "expected outputs, in the same forms", another);
  addWeightsOption(command);
  command
    .option("--rtol <R>", "tolerance relative to the expected element", bound)
    .option("--atol <A>", "absolute tolerance", bound)
    .option("--ulps <N>", "tolerance in units in the last place", bound)
    .option("--peak <P>", "tolerance relative to the tensor's largest magnitude", bound)
    .option("--strict", "exit with 5 where a case is not supported");
  addPrintOptions(command, []);
  addExamples(
    command,
    "ace verify model.onnx --inputs in.npz --expect out.npz --peak 1e-5",
    "ace verify model.mlir --weights w.npz --inputs in.npz --expect out.npz",
    "ace verify test_conv_basic/",
  );
  command.action((models: string[]) => start(models, command.opts<VerifyFlags>()));
}

/** `ace check`: its options and help. */
export function declareCheck(program: Command, start: Start<CheckFlags>): void {
  const command = program
    .command("check")
    .summary("hold models against their budgets")
    .description(
      "Holds the models of ace.config.json against their budgets and their baseline, and says which layers moved.",
    )
    .option("--config <FILE>", 'configuration, also a package.json with "ace"')
    .addOption(
      new Option("--update", "take what the models cost now for their baseline").conflicts([
        ...["against", "history", "junit", "sarif", "gitlab", "json", "csv", "md", "latex"],
      ]),
    )
    .option("--against <REF>", "the baseline as git has it there: a commit, branch or tag")
    .option("--history <FILE>", "add what the models cost at this commit to a .jsonl file")
    .option("--strict", "exit with 5 where a total is only a lower bound")
    .option("--junit <FILE>", "also write a JUnit report")
    .option("--sarif <FILE>", "also write a SARIF report, for code scanning")
    .option("--gitlab <FILE>", "also write a GitLab code quality report")
    .option("--github", "GitHub annotations and job summary; on by itself in GitHub Actions");
  addPrintOptions(command, []);
  addExamples(
    command,
    "ace check --update",
    "ace check",
    "ace check --against origin/main --md",
    "ace check --history history.jsonl",
  );
  command.action(() => start([], command.opts<CheckFlags>()));
}

/** `ace compare`: its arguments, options and help. */
export function declareCompare(program: Command, start: Start<CompareFlags>): void {
  const command = program
    .command("compare")
    .summary("say what became of a model")
    .description(
      "Compares two models or saved scores: which totals differ, and which layers were changed, inserted, removed, moved or only renamed.",
    )
    .argument("<BEFORE>", "model, saved result of ace score --json, or - for standard input")
    .argument("<AFTER>", "the same");
  addAnalysisOptions(
    command,
    "what an unquantized float counts; where it is not given, that of a saved result",
    "a total of one of them is only a lower bound",
  );
  command.option("--all", "every total and every layer");
  addPrintOptions(command, []);
  addExamples(
    command,
    "ace compare old.onnx new.onnx",
    "ace score old.onnx --json > old.json; ace compare old.json new.onnx --md",
  );
  command.action((before: string, after: string) => {
    const { convention, ...flags } = command.opts<CompareFlags & AnalysisFlags>();
    const isGiven = command.getOptionValueSource("convention") !== "default";
    return start([before, after], isGiven ? { ...flags, convention } : flags);
  });
}

/** `ace pareto`: its arguments, options and help. */
export function declarePareto(program: Command, start: Start<ParetoFlags>): void {
  const command = program
    .command("pareto")
    .summary("compare with published networks")
    .description(
      "Places the published networks and yours by accuracy and cost: table, front, ranks, hypervolume, and a chart.",
    )
    .argument("[RESULT...]", "saved results of ace score --json, or models, which are scored")
    .option("--points <FILE>", "your networks as CSV: name, accuracy, and a cost", another)
    .option("--accuracy <NAME=PERCENT>", "top-1 accuracy of one of your networks", accuracy)
    .option("--x <METRIC>", "what a network costs: ace, cpu64, macs, weightBits, ...", "ace")
    .option("--out <FILE>", "chart as .svg, .png, .html or .vl.json (Vega-Lite)", another);
  addSelection(command);
  command
    .option("--history <FILE>", "draw how yours went along a file of ace check --history instead")
    .option("--reference <COST,PERCENT>", "reference point of the hypervolume", referencePoint)
    .addOption(
      new Option("--theme <NAME>", "of the chart").choices(["light", "dark"]).default("light"),
    )
    .addOption(
      new Option(
        "--size <NAME>",
        "of the chart: a column or a page of a paper, or a screen",
      ).choices(["column", "page", "screen"]),
    )
    .addOption(
      new Option(
        "--letters <KIND>",
        "of an SVG: outlines (by default on paper) or text (on a screen)",
      ).choices(["outlines", "text"]),
    )
    .option("--scale <N>", "pixels of a PNG for each point of paper or pixel of a screen", bound)
    .option("--highlight <FAMILY>", "a family that gets a colour before others do", another)
    .option("--no-caption", "no sentences below the chart")
    .option("--all", "every network, not the front and yours only");
  addAnalysisOptions(
    command,
    "what an unquantized float counts: 16 bits, or its own",
    "a cost of yours is only a lower bound",
  );
  addPrintOptions(command, []);
  addExamples(
    command,
    "ace pareto --out figure1.svg",
    "ace pareto mine.json --accuracy mine.onnx=69.4 --out figure1.svg",
    "ace pareto --points mine.csv --x cpu64 --binary",
    "ace pareto --size page --highlight QuickNet --letters text --out figure1.svg",
  );
  command.action((results: string[]) => start(results, command.opts<ParetoFlags>()));
}

/** Options that say which networks are placed. */
function addSelection(command: Command): void {
  command
    .option("--family <NAME>", "only published networks of this family", another)
    .option("--binary", "only published networks of 1-bit weights and activations")
    .option("--recollection", "also published figures that nobody has checked, marked")
    .option("--drafts", "also networks of unpublished manuscripts, marked")
    .option("--mixed", "also costs that are counted by another rule, marked");
}
