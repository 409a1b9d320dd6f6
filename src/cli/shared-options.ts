import { type Command, Option } from "commander";
import type { Convention } from "../results/score-result.ts";
import { dimension, inputShape, inputValue, loopTrips, type Named, toRecord } from "./options.ts";

/** Options of every command that reads a model. */
export interface ModelFlags {
  readonly weights?: string;
  readonly dim?: Named<number>;
  readonly value?: Named<number>;
  readonly trips?: Named<number>;
}

export function addModelOptions(command: Command): void {
  addWeightsOption(command);
  command
    .option("--dim <NAME=N>", "size of a symbolic dimension", dimension)
    .option("--value <NAME=V>", "an input that is V everywhere", inputValue)
    .option("--trips <LOOP=N>", "how often a loop runs that depends on data", loopTrips);
}

export function addWeightsOption(command: Command): void {
  command.option(
    "--weights <FILE>",
    "fills arguments of a StableHLO or HLO program: .msgpack, .safetensors or .npz",
  );
}

/** Options of the commands that analyse a model instead of running it. */
export interface AnalysisFlags extends ModelFlags {
  readonly bits?: string;
  readonly input?: Named<readonly number[]>;
  readonly convention: Convention;
  readonly strict?: boolean;
  readonly all?: boolean;
}

/**
 * @param convention - what the convention decides here
 * @param strict - when `--strict` refuses
 */
export function addAnalysisOptions(command: Command, convention: string, strict: string): void {
  addModelOptions(command);
  command
    .option("--input <NAME=D1,D2>", "shape of an input", inputShape)
    .option("--bits <FILE>", "bit widths that you claim, as JSON (acemeter/widths@1)")
    .addOption(
      new Option("--convention <NAME>", convention)
        .choices(["pokebnn", "native"])
        .default("pokebnn"),
    )
    .option("--strict", `exit with 5 where ${strict}`);
}

/** What is said of a model beside its file, as the public API has it. */
export function analysisOptions({
  dim,
  input,
  value,
  trips,
  weights,
  bits,
}: Omit<AnalysisFlags, "convention">) {
  return {
    dims: toRecord(dim),
    inputs: toRecord(input),
    values: toRecord(value),
    trips: toRecord(trips),
    ...(weights === undefined ? {} : { weights }),
    ...(bits === undefined ? {} : { bits }),
  };
}

/** Options of every command that prints a result. */
export interface PrintFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
  readonly latex?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const FORMATS: readonly (readonly [string, string])[] = [
  ["json", "one JSON document"],
  ["csv", "comma-separated values"],
  ["md", "Markdown for GitHub"],
  ["latex", "a LaTeX tabular (package booktabs)"],
];

/** One format excludes the others and `excluded`. */
export function addPrintOptions(command: Command, excluded: readonly string[]): void {
  const names = FORMATS.map(([name]) => name);
  for (const [name, description] of FORMATS) {
    const others = names.filter((other) => other !== name);
    command.addOption(new Option(`--${name}`, description).conflicts([...others, ...excluded]));
  }
  command
    .option("--quiet", "one line, and no messages but errors")
    .option("--no-color", "no colours; NO_COLOR in the environment does the same");
}

/** What `--help` ends with. */
export function addExamples(command: Command, ...examples: readonly string[]): void {
  const title = examples.length === 1 ? "Example:" : "Examples:";
  command.addHelpText("after", ["", title, ...examples.map((text) => `  ${text}`)].join("\n"));
}
