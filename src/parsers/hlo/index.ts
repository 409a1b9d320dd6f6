import { AceError } from "../../errors.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import type { Program } from "../stablehlo/program/program.ts";
import { readModuleProto } from "./proto/read-proto.ts";
import { ProtoSource } from "./proto/wire.ts";
import { moduleRange } from "./sniff.ts";
import { readModule } from "./text/read-text.ts";
import { HloScanner } from "./text/scanner.ts";
import { programOf } from "./translate/program.ts";

export { isHloProto, isHloText } from "./sniff.ts";

/**
 * A program from HLO text, `HloModule ...`, before or after compilation. Constants are read when
 * they are asked for.
 *
 * @throws {AceError} `malformed-model` with line and column; `too-large`
 */
export function readHloText(source: ByteSource): Program {
  const bytes = source.read(0, source.size);
  return programOf(readModule(new HloScanner(bytes, source.name)));
}

/**
 * A program from an `HloModuleProto`, also within an `HloProto`. Constants are read when they are
 * asked for, so that the source must stay open.
 *
 * @throws {AceError} `malformed-model` with the byte offset; `too-large`
 */
export function readHloProto(source: ByteSource): Program {
  const proto = new ProtoSource(source);
  const range = moduleRange(proto);
  if (range !== undefined) return programOf(readModuleProto(proto, range));
  throw new AceError(
    "malformed-model",
    {
      action: "read",
      subject: "the HLO proto",
      expected: "an HloModuleProto",
      got: "another file",
    },
    { where: { file: source.name } },
  );
}
