import type { ByteSource } from "../../io/byte-source.ts";

/** So much of a file tells what it is; comments may come first. */
const HEAD = 1 << 12;

const BEGINS = [
  /^(?:module|func\.func|builtin\.module)\b/,
  /^"(?:builtin\.module|func\.func)"\s*\(/,
  /^[#!][\w.$-]+\s*=/,
  /^\{-#/,
];

/** True for a text of MLIR, by its first words. */
export function isStableHloText(source: ByteSource): boolean {
  const head = new TextDecoder().decode(source.read(0, Math.min(HEAD, source.size)));
  const first = head.replace(/^(?:\s+|\/\/[^\n]*(?:\n|$))+/, "");
  return BEGINS.some((pattern) => pattern.test(first));
}
