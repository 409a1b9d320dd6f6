import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printProgram } from "../../../../src/parsers/stablehlo/text/print.ts";
import { corpusFiles } from "../../../support/corpus-files.ts";
import { programOf } from "../../../support/stablehlo-text.ts";
import { folderOf } from "../../../support/temporary-folder.ts";

const PYTHON = process.env.ACEMETER_PYTHON ?? "python3";
const HAS_JAX = spawnSync(PYTHON, ["-c", "import jax._src.interpreters.mlir"]).status === 0;
const FORMS = new URL("../../../../fixtures/stablehlo-text/forms.mlir", import.meta.url);

/**
 * Reads pairs of files with JAX: one that it cannot read is left out; else it must read the other
 * too, and see the same operations, attributes and types in both. Prints how many it compared.
 */
const COMPARE = `
import re, sys
from jax._src.interpreters import mlir
from jaxlib.mlir import ir

def read(path):
    with mlir.make_ir_context() as context:
        context.allow_unregistered_dialects = True
        module = ir.Module.parse(open(path).read())
        return module.operation.get_asm(print_generic_op_form=True)

def plain(text):
    text = text.replace(', sym_visibility = "public"', '').replace('__elided___1', '__elided__')
    return re.sub(r'(arg|res)_attrs = \\[({}, )*{}\\], ', '', text)

compared = 0
for line in sys.stdin:
    original, printed = line.rstrip('\\n').split('\\t')
    try:
        expected = read(original)
    except ir.MLIRError:
        continue
    compared += 1
    if plain(read(printed)) != plain(expected):
        print('differs:', original)
print(compared, 'compared')
`;

/** A few dozen of the texts that JAX wrote or others wrote for it, and one of all forms. */
function originals(): readonly string[] {
  const isSmall = (path: string) => readFileSync(path).length < 200_000;
  const some = (folder: string, step: number) =>
    corpusFiles(folder, ".mlir").filter((path, i) => i % step === 0 && isSmall(path));
  return [FORMS.pathname, ...some("stablehlo", 70), ...some("flax", 17)];
}

test.skipIf(!HAS_JAX)(
  "JAX reads in a printed text what it reads in the original (skipped without JAX: see ACEMETER_PYTHON)",
  { timeout: 300_000 },
  () => {
    const files = originals();
    const printed = files.map((path) =>
      printProgram(programOf(readFileSync(path)), { locations: true }),
    );
    const folder = folderOf(Object.fromEntries(printed.map((text, i) => [`${i}.mlir`, text])));
    const input = files.map((path, i) => `${path}\t${join(folder, `${i}.mlir`)}`).join("\n");
    const { stdout, stderr } = spawnSync(PYTHON, ["-c", COMPARE], { input, encoding: "utf8" });
    expect(stdout, stderr).toMatch(/^\d+ compared\n$/);
    expect(Number.parseInt(stdout, 10)).toBeGreaterThan(files.length * 0.8);
  },
);
