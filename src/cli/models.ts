import { sep } from "node:path";
import { expandPattern, isPattern } from "../api/glob.ts";
import { wrongUsage } from "./messages.ts";

/** The models that a command line names. */
export interface Models {
  readonly models: readonly string[];
  /** More than one was named, or a pattern that may match more than one. */
  readonly several: boolean;
}

/**
 * Replaces patterns by what they match; one that matches nothing stays, as it does in a shell.
 *
 * @throws {AceError} `wrong-usage` where standard input is named twice, or nothing is named
 */
export function expandModels(names: readonly string[], command: string): Models {
  if (names.length === 0) {
    throw wrongUsage("find", "a model", "at least one MODEL", "none", `ace ${command} model.onnx`);
  }
  if (names.indexOf("-") !== names.lastIndexOf("-")) {
    throw wrongUsage("read", "standard input", "one - for it", "several");
  }
  const models = names.flatMap((name) => {
    const found = expandPattern(sep === "\\" ? name.replaceAll(sep, "/") : name);
    return found.length === 0 ? [name] : found;
  });
  return { models, several: names.length > 1 || names.some(isPattern) };
}
