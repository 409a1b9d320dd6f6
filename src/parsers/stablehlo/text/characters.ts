/** What a character may be part of. */
export const PART_OF_WORD = 1;
export const PART_OF_SUFFIX = 2;
export const DIGIT = 4;
export const HEX_DIGIT = 8;
const CLASSES = characterClasses();

/** True where a byte is a character of a kind, which may be several. */
export function isClass(byte: number | undefined, kind: number): boolean {
  return ((CLASSES[byte ?? 0] as number) & kind) !== 0;
}

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    if (/[0-9]/.test(character)) classes[byte] = DIGIT | PART_OF_WORD | PART_OF_SUFFIX;
    else if (/[A-Za-z_$.]/.test(character)) classes[byte] = PART_OF_WORD | PART_OF_SUFFIX;
    else if (character === "-") classes[byte] = PART_OF_SUFFIX;
    if (/[0-9A-Fa-f]/.test(character)) classes[byte] = (classes[byte] as number) | HEX_DIGIT;
  }
  return classes;
}
