import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Program } from "../../../src/parsers/stablehlo/program/program.ts";
import { fromProto, fromText, functionNamed, programLines } from "../../support/hlo.ts";

const CORPUS = new URL("../../../../shared/corpus/flax/", import.meta.url);
const PATIENCE_MS = 60_000;

/** Files of the corpus whose names end so, by folder. */
function filesOf(ending: string): string[] {
  const names = readdirSync(CORPUS, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(ending)).sort();
}

function read(name: string): Program {
  const bytes = readFileSync(new URL(name, CORPUS));
  return name.endsWith(".pb") ? fromProto(bytes) : fromText(bytes.toString());
}

describe.skipIf(!existsSync(CORPUS))("HLO of the corpus, skipped where it is absent", () => {
  test(
    "text and proto of a program give the same operations, types, attributes and constants",
    () => {
      const protos = filesOf("hlo.pb");
      expect(protos.length).toBeGreaterThan(100);
      for (const name of protos) {
        const proto = programLines(read(name));
        const text = programLines(read(name.replace(/pb$/, "txt")));
        // Some texts have independent instructions in another order.
        expect([name, ...text.sort()]).toEqual([name, ...proto.sort()]);
      }
    },
    PATIENCE_MS,
  );

  test(
    "compiled texts are read, too, with a remark, and without an operation that is not known",
    () => {
      const names = filesOf(".opt.hlo.txt");
      expect(names.length).toBeGreaterThan(20);
      for (const name of names) {
        const program = read(name);
        expect(program.remarks).toHaveLength(1);
        expect(functionNamed(program, "main").isPublic).toBe(true);
        const unknown = programLinesNames(program).filter((line) => line.startsWith("hlo."));
        expect([name, unknown]).toEqual([name, []]);
      }
    },
    PATIENCE_MS,
  );
});

function programLinesNames(program: Program): string[] {
  const functions = [...(program.modules[0]?.functions.values() ?? [])];
  return functions.flatMap(({ body }) => body.operations.map(({ name }) => name));
}
