import { readFileSync } from "node:fs";
import { bufferSource } from "../../src/io/byte-source.ts";
import { readHloProto, readHloText } from "../../src/parsers/hlo/index.ts";
import type { Attribute } from "../../src/parsers/stablehlo/program/attribute.ts";
import type {
  Operation,
  Program,
  ProgramFunction,
  Region,
  Value,
} from "../../src/parsers/stablehlo/program/program.ts";
import { typeText } from "../../src/parsers/stablehlo/program/type.ts";

export function fromText(text: string): Program {
  return readHloText(bufferSource("m.txt", Buffer.from(text)));
}

export function fromProto(bytes: Uint8Array): Program {
  return readHloProto(bufferSource("m.pb", bytes));
}

/** A file of fixtures/hlo. */
export function hloFixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/hlo/${name}`, import.meta.url));
}

/** A module of one computation, whose instructions are these lines. */
export function entryOf(...lines: readonly string[]): Program {
  return fromText(`HloModule m\n\nENTRY e {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`);
}

export function functionNamed(program: Program, name: string): ProgramFunction {
  const found = program.modules[0]?.functions.get(name);
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found;
}

/** The operations of `main`, one a line, as {@link operationText} writes them. */
export function mainLines(program: Program): string[] {
  return regionLines(functionNamed(program, "main").body);
}

/** `name:type = dialect.operation(operands) {attributes}`, regions indented below. */
export function regionLines(region: Region): string[] {
  return region.operations.flatMap((operation) => [
    operationText(operation),
    ...operation.regions.flatMap((inner) => [
      `  (${inner.arguments.map(valueText).join(", ")})`,
      ...regionLines(inner).map((line) => `  ${line}`),
    ]),
  ]);
}

function operationText(operation: Operation): string {
  const results = operation.results.map(valueText).join(", ");
  const operands = operation.operands.map(({ name }) => name).join(", ");
  const attributes = attributesText(operation);
  const left = results === "" ? "" : `${results} = `;
  return `${left}${operation.name}(${operands})${attributes === "" ? "" : ` {${attributes}}`}`;
}

function valueText({ name, type }: Value): string {
  return `${name}: ${typeText(type)}`;
}

/** Attributes in alphabetical order, as MLIR writes them. */
export function attributesText({ attributes }: Pick<Operation, "attributes">): string {
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted
    .map(([name, value]) => (value.kind === "unit" ? name : `${name} = ${attributeText(value)}`))
    .join(", ");
}

export function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case "bool":
      return `${attribute.value}`;
    case "integer":
      return `${attribute.value} : ${attribute.type}`;
    case "float":
      return `${attribute.text} : ${attribute.type}`;
    case "string":
      return JSON.stringify(attribute.value);
    case "symbol":
      return attribute.path.map((name) => `@${name}`).join("::");
    case "list":
      return `[${attribute.items.map(attributeText).join(", ")}]`;
    case "dictionary":
      return `{${attributesText({ attributes: attribute.entries })}}`;
    case "array": {
      const values = attribute.values.map((value) =>
        attribute.element === "i1" ? `${value === 1n}` : `${value}`,
      );
      return values.length === 0
        ? `array<${attribute.element}>`
        : `array<${attribute.element}: ${values.join(", ")}>`;
    }
    case "elements":
      return `dense<${attribute.elements.text()}> : ${typeText(attribute.elements.type)}`;
    case "dialect":
      return `#${attribute.name}<${attribute.body}>`;
    default:
      throw new Error(`no text of an attribute of kind ${attribute.kind}`);
  }
}

/** Everything that is run, whole regions of functions with their names. */
export function programLines(program: Program): string[] {
  const functions = [...(program.modules[0]?.functions.values() ?? [])];
  return functions
    .map((one) => [
      `${one.isPublic ? "public" : "private"} ${one.name}(${one.body.arguments.map(valueText).join(", ")})`,
      ...regionLines(one.body),
    ])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))
    .flat();
}
