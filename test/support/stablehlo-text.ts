import { bufferSource } from "../../src/io/byte-source.ts";
import type { Attribute } from "../../src/parsers/stablehlo/program/attribute.ts";
import type { Operation, Program } from "../../src/parsers/stablehlo/program/program.ts";
import { readStableHloText } from "../../src/parsers/stablehlo/text/read.ts";

/** The program that a text says. */
export function programOf(text: string | Uint8Array): Program {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return readStableHloText(bufferSource("text", bytes));
}

/** The operations of a function without arguments. */
export function operationsOf(text: string): readonly Operation[] {
  const [module] = programOf(`func.func @f() {\n${text}\nreturn\n}`).modules;
  return module?.functions.get("f")?.body.operations ?? [];
}

/** What an attribute is read as. */
export function attributeOf(text: string): Attribute | undefined {
  return operationsOf(`"t.op"() {a = ${text}} : () -> ()`)[0]?.attributes.get("a");
}
