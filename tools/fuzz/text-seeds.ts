import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

const FORMS = new URL("../../fixtures/stablehlo-text/", import.meta.url);
const CORPUS = new URL("../../../shared/corpus/", import.meta.url);
const LARGEST = 20_000;
const STEP = 15;

/** Texts of StableHLO that are right, to be made wrong: of all forms, and some of the corpus where it is. */
export function stableHloTexts(): readonly Uint8Array[] {
  const folders = [new URL("stablehlo/", CORPUS), new URL("flax/", CORPUS)].filter(existsSync);
  const some = folders.flatMap((folder) => textsIn(folder).filter((_, i) => i % STEP === 0));
  return [...textsIn(FORMS), ...some].map((file) => Uint8Array.from(readFileSync(file)));
}

function textsIn(folder: URL): readonly URL[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".mlir"))
    .toSorted()
    .map((name) => new URL(name, folder))
    .filter((file) => statSync(file).size < LARGEST);
}
