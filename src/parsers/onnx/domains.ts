/** Default domain under its other name, and QONNX's under its older ones. */
const DOMAIN_ALIASES: ReadonlyMap<string, string> = new Map([
  ["ai.onnx", ""],
  ["finn.custom_op.general", "qonnx.custom_op.general"],
  ["onnx.brevitas", "qonnx.custom_op.general"],
]);

/** A domain under the one name that we use for it. */
export function canonicalDomain(domain: string): string {
  return DOMAIN_ALIASES.get(domain) ?? domain;
}
