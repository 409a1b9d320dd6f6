const NEWLINE = 10;

/** Line and column of a byte, both from 1. */
export function lineAndColumn(bytes: Uint8Array, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = bytes.indexOf(NEWLINE); next >= 0 && next < at; ) {
    line++;
    start = next + 1;
    next = bytes.indexOf(NEWLINE, start);
  }
  return { line, column: at - start + 1 };
}
