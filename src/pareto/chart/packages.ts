import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * The bytes of a file that a package of `dependencies` brings: fonts and WebAssembly are read where
 * npm put them, so that the same code runs from sources and when built, and nothing is shipped twice.
 */
export function packageFile(specifier: string): Uint8Array {
  return readFileSync(require.resolve(specifier));
}

/** The text of a file beside the one that a package exports. */
export function textBeside(specifier: string, file: string): string {
  return readFileSync(join(dirname(require.resolve(specifier)), file), "utf8");
}
