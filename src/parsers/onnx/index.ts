import { within } from "../../errors.ts";
import type { ImportedModel } from "../../graph/imported.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { readOnnxModel } from "./read.ts";
import { type SpecialiseOptions, specialise } from "./specialise.ts";
import type { ExternalFiles } from "./tensor-proto.ts";
import { WireReader } from "./wire.ts";

/**
 * Reads an ONNX model and gives its graph static shapes.
 *
 * The source must stay open as long as the graph's constants and the names of its nodes are read.
 */
export function importOnnx(
  source: ByteSource,
  external: ExternalFiles,
  options: SpecialiseOptions,
): ImportedModel {
  return within({ file: source.name }, () => {
    const reader = new WireReader(source);
    return specialise(readOnnxModel(source, reader), reader, external, options);
  });
}
