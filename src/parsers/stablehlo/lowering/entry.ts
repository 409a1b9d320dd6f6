import { AceError } from "../../../errors.ts";
import type { Module, Program, ProgramFunction } from "../program/program.ts";

/** What a result is called, by its place. */
export function outputName(index: number): string {
  return `out${index}`;
}

/** The one module with something to run. */
export function moduleOf({ modules }: Program): Module {
  const all = modules.flatMap(withInner).filter(({ functions }) => functions.size > 0);
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new AceError("unsupported-format", {
    action: "import",
    subject: "the program",
    expected: "one module with functions",
    got: `${all.length}`,
  });
}

/** A module and all those inside it, itself first. */
export function withInner(module: Module): readonly Module[] {
  return [module, ...module.modules.flatMap(withInner)];
}

/** The function that is run: `main` where no other is named, or the only public one. */
export function entryOf({ functions }: Module, name?: string): ProgramFunction {
  const main = functions.get(name ?? "main");
  if (main !== undefined) return main;
  const all = [...functions.values()];
  const open = name === undefined ? all.filter(({ isPublic }) => isPublic) : [];
  const [only] = open;
  if (only !== undefined && open.length === 1) return only;
  throw new AceError("invalid-graph", {
    action: "import",
    subject: "the program",
    expected: name === undefined ? "a function main" : `a function ${name}`,
    got: all.map((of) => of.name).join(", ") || "none",
  });
}
