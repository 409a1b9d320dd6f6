import { AceError } from "../../errors.ts";
import { equalShapes, formatShape, formatType } from "../../graph/tensor-type.ts";
import type { TypedArgument } from "./argument.ts";
import type { Weight } from "./weight.ts";

/** A message lists no more names than this. */
const MOST_NAMES = 10;
const DEBUG_TEXT = "save the text with lowered.as_text(debug_info=True), which names the arguments";

/** An argument and a weight of the same name whose types differ. */
export function misfit(argument: TypedArgument, weight: Weight): AceError {
  const { type } = argument;
  const code = equalShapes(type.shape, weight.shape) ? "type-mismatch" : "shape-mismatch";
  return new AceError(
    code,
    {
      action: "fill",
      subject: `argument ${nameOf(argument)}`,
      expected: formatType(type),
      got: `${typeOf(weight)} in the weights' ${pathOf(weight)}`,
    },
    { where: { tensor: nameOf(argument) } },
  );
}

/** A name that could be that of several weights. */
export function severalWeights(argument: TypedArgument, weights: readonly Weight[]): AceError {
  const got = listed(weights.map(pathOf));
  return missing(`argument ${nameOf(argument)}`, "one weight of its name and type", got);
}

/** Several names that could be that of one weight. */
export function severalArguments(weight: Weight, named: readonly TypedArgument[]): AceError {
  const got = listed(named.map(nameOf));
  return missing("the model's arguments", `one argument for ${pathOf(weight)}`, got);
}

/** Some arguments of collections have a weight, others have none. */
export function unfilledCollections(
  unfilled: readonly TypedArgument[],
  unused: readonly Weight[],
): AceError {
  const expected = `weights for ${counted(unfilled.map(withType), "argument")}`;
  const got = unused.length === 0 ? "none" : `${counted(unused.map(described), "unused weight")}`;
  return missing("the model's arguments", expected, got);
}

/** No weight has the name of an argument. */
export function noneUsed(all: readonly TypedArgument[], weights: readonly Weight[]): AceError {
  const expected = `weights for ${counted(all.map(withType), "argument")}`;
  return missing("the model's arguments", expected, counted(weights.map(described), "other"));
}

/** Without names several ways to fill the arguments are equally good. */
export function unclearOrder(got: string): AceError {
  const expected = "one way to fill arguments that have no names, in the order of the weights";
  return missing("the model's arguments", expected, got, DEBUG_TEXT);
}

function missing(subject: string, expected: string, got: string, hint?: string): AceError {
  const extra = hint === undefined ? {} : { hint };
  return new AceError("missing-data", { action: "fill", subject, expected, got }, extra);
}

function counted(names: readonly string[], what: string): string {
  return `${names.length} ${what}${names.length === 1 ? "" : "s"} (${listed(names)})`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES);
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function withType(argument: TypedArgument): string {
  return `${nameOf(argument)}: ${formatType(argument.type)}`;
}

function described(weight: Weight): string {
  return `${pathOf(weight)}: ${typeOf(weight)}`;
}

function nameOf({ name, index }: TypedArgument): string {
  return name ?? `%arg${index}`;
}

function pathOf({ path }: Weight): string {
  return path.join("/");
}

function typeOf({ dtype, shape }: Weight): string {
  return `${dtype} ${formatShape(shape)}`;
}
