import { AceError } from "../../src/errors.ts";
import { bufferSource } from "../../src/io/byte-source.ts";
import type { Attribute } from "../../src/parsers/stablehlo/program/attribute.ts";
import { programDifference } from "../../src/parsers/stablehlo/program/equal.ts";
import type { Module, Program, Region } from "../../src/parsers/stablehlo/program/program.ts";
import { validateProgram } from "../../src/parsers/stablehlo/program/validate.ts";
import { printProgram } from "../../src/parsers/stablehlo/text/print.ts";
import { readStableHloText } from "../../src/parsers/stablehlo/text/read.ts";

/**
 * Reads a text of StableHLO, checks it, reads its constants, and prints it to a text that must be read
 * as the same program.
 *
 * @throws {AceError} for a text that is wrong: with line and column where it cannot be read
 */
export function readAndPrint(bytes: Uint8Array): void {
  const program = read(bytes);
  const printed = read(new TextEncoder().encode(printProgram(program, { locations: true })));
  program.modules.forEach(readConstants);
  const difference = programDifference(program, printed, true);
  if (difference !== undefined) throw new Error(`printed as another program: ${difference}`);
  validateProgram(program);
}

function read(bytes: Uint8Array): Program {
  try {
    return readStableHloText(bufferSource("text", bytes));
  } catch (error) {
    const isPlaced = error instanceof AceError && error.where.line !== undefined;
    throw isPlaced ? error : new Error("refused without a place", { cause: error });
  }
}

function readConstants({ functions, modules }: Module): void {
  for (const { body } of functions.values()) readRegion(body);
  modules.forEach(readConstants);
}

function readRegion({ operations }: Region): void {
  for (const { attributes, regions } of operations) {
    for (const value of attributes.values()) readElements(value);
    regions.forEach(readRegion);
  }
}

function readElements(value: Attribute): void {
  if (value.kind === "elements") value.elements.read();
  if (value.kind === "list") value.items.forEach(readElements);
}
