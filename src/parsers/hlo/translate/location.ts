import type { Location } from "../../stablehlo/program/location.ts";
import { fieldsOf, quoted, unquoted } from "../attribute-text.ts";
import type { HloInstruction } from "../hlo-module.ts";

/** `metadata={op_name="jit(f)/sign" source_file="a.py" source_line=3}` as a location. */
export function locationOf({ attributes }: HloInstruction): Location | undefined {
  const metadata = attributes.get("metadata");
  const fields = metadata === undefined ? undefined : fieldsOf(metadata);
  if (fields === undefined) return undefined;
  const name = fields.get("op_name");
  const file = fields.get("source_file");
  const place: Location | undefined =
    file === undefined
      ? undefined
      : { kind: "file", text: `${quoted(unquoted(file))}:${fields.get("source_line") ?? 0}:0` };
  return name === undefined ? place : { kind: "name", name: unquoted(name), child: place };
}
