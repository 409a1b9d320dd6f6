import { AceError } from "../../../errors.ts";
import type { Attribute } from "../../stablehlo/program/attribute.ts";
import { AttributeReader } from "../../stablehlo/text/attributes.ts";
import { LocationReader } from "../../stablehlo/text/locations.ts";
import { Resources } from "../../stablehlo/text/resources.ts";
import { Scanner } from "../../stablehlo/text/scanner.ts";
import { TypeReader } from "../../stablehlo/text/types.ts";
import type { Use } from "./use.ts";

/** `{dtype = "i4", bits = 4 : i64}`: a dictionary in MLIR's words within HLO. */
export function dictionaryOf(text: string, use: Use): Attribute {
  const scanner = new Scanner(Buffer.from(text));
  const attributes = new AttributeReader(
    scanner,
    new TypeReader(scanner),
    new LocationReader(scanner),
    new Resources(scanner.bytes),
  );
  try {
    return { kind: "dictionary", entries: attributes.dictionary() };
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return use.fail(`a dictionary: ${error.reason.expected}`, error.reason.got);
  }
}
