import { createHash } from "node:crypto";
import { fileAccess } from "../../src/api/model-access.ts";
import { AceError } from "../../src/errors.ts";
import type { NamedTensor } from "../../src/exec/named-tensor.ts";
import { type CaseFiles, inputTensors, openSupported, run } from "../../src/exec/verify-case.ts";

/** What one case gives: the bits of its outputs in short, or how it is refused. */
export interface CaseOutcome {
  readonly name: string;
  readonly outputs: number;
  /** SHA-256 in hexadecimal digits, or the code of the error. */
  readonly bits: string;
}

/** Runs a case and keeps a hash of every bit of its outputs: NaNs are not made alike. */
export function caseOutcome(suite: string, files: CaseFiles): CaseOutcome {
  const name = `${suite}/${files.name}`;
  try {
    const outputs = outputsOf(files);
    return { name, outputs: outputs.length, bits: hashOf(outputs) };
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    return { name, outputs: 0, bits: error.code };
  }
}

function outputsOf(files: CaseFiles): readonly NamedTensor[] {
  const inputs = inputTensors(files, fileAccess.signature(files.model), fileAccess);
  const opened = openSupported(inputs, undefined, (bound) => fileAccess.open(files.model, bound));
  if (opened instanceof AceError) throw opened;
  try {
    return run(opened, inputs, [], undefined).outputs;
  } finally {
    opened.close();
  }
}

/** Hash of names, types and bytes, in order. */
export function hashOf(tensors: readonly NamedTensor[]): string {
  const hash = createHash("sha256");
  for (const { name, tensor } of tensors) {
    const { type, data } = tensor;
    hash.update(`${JSON.stringify([name, type.element, type.shape])}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
