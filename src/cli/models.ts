import { closeSync, openSync, readSync } from "node:fs";
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

/** The tag of the first field of nearly all ONNX files: their version. */
const VERSION_TAG = 0x08;

/** True for a file whose first byte is that of an ONNX model; others need more to be known. */
export function beginsAsOnnx(model: string): boolean {
  const first = new Uint8Array(1);
  try {
    const fd = openSync(model, "r");
    try {
      return readSync(fd, first, 0, 1, 0) === 1 && first[0] === VERSION_TAG;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
