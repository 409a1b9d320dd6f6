import type { ByteSource } from "../io/byte-source.ts";
import { isHloProto, isHloText, readHloProto, readHloText } from "../parsers/hlo/index.ts";
import type { Program } from "../parsers/stablehlo/program/program.ts";
import { validateProgram } from "../parsers/stablehlo/program/validate.ts";
import { isStableHloText } from "../parsers/stablehlo/sniff.ts";
import { readStableHloText } from "../parsers/stablehlo/text/read.ts";

/** A program of XLA, whatever the form; undefined for all that is something else. */
export function programIn(source: ByteSource): Program | undefined {
  if (isStableHloText(source)) {
    const program = readStableHloText(source);
    validateProgram(program);
    return program;
  }
  if (isHloText(source)) return readHloText(source);
  return isHloProto(source) ? readHloProto(source) : undefined;
}
