import { readFileSync } from "node:fs";
import { fileAccess } from "../../src/api/model-access.ts";
import type { ModelAccess } from "../../src/exec/model-access.ts";
import type { NamedTensor } from "../../src/exec/named-tensor.ts";
import { doubled, inDoubles } from "./in-doubles.ts";

const DISPUTED = new URL("disputed.json", import.meta.url);

/** Why a golden is disputed, by case. */
export function readDisputes(): ReadonlyMap<string, string> {
  return new Map(Object.entries(JSON.parse(readFileSync(DISPUTED, "utf8"))));
}

/**
 * Models and goldens with every wide float in f64. A golden that differs from such a run by more
 * than its own tolerance allows cannot be met by computing more exactly: the dispute stands.
 */
export function withDoubles(access: ModelAccess = fileAccess): ModelAccess {
  return {
    signature: (model) => access.signature(model),
    open(model, bound) {
      const opened = access.open(model, bound);
      return { ...opened, graph: inDoubles(opened.graph) };
    },
    readTensors: (file, elements) => access.readTensors(file, elements).map(inDouble),
    readStructure: (file, value) => access.readStructure(file, value).map(inDouble),
    selfChecks: (file) =>
      access.selfChecks(file).map((check) => ({
        ...check,
        open(maxSteps) {
          const opened = check.open(maxSteps);
          return { ...opened, graph: inDoubles(opened.graph) };
        },
      })),
  };
}

function inDouble({ name, tensor }: NamedTensor): NamedTensor {
  return { name, tensor: doubled(tensor) };
}
