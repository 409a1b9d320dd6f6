import type { Random } from "./random.ts";

/** Pieces of syntax, words and numbers that a text may have anywhere. */
const PIECES: readonly string[] = [
  ...'<>()[]{},:=@?.%#^!-\\"x0\n',
  ..."-> // ({ }) <{ }> :2 #0 0x 1e9 99999999999999999999 -1 1.5 \\FF é".split(" "),
  ..."tensor< tensor<2xf32> i1 f64 dense< dense<[ complex<f32> tuple< loc( return module".split(
    " ",
  ),
  ..."func.func stablehlo.add stablehlo.constant stablehlo.while cond do attributes array<i64:".split(
    " ",
  ),
  ..."%0 %arg0 %arg0#1 #loc = @main true unit {-# #-}".split(" "),
];

/** A text with a few random changes: words, numbers and marks, mostly, as whole ones. */
export function mutateText(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const tokens = tokensOf(bytes);
  const others = tokensOf(other);
  for (let left = random.pick([1, 1, 1, 2, 4]); left > 0 && tokens.length > 0; left--) {
    const at = random.below(tokens.length);
    const length = 1 + random.below(random.pick([1, 1, 1, 40]));
    const pieces = replacement(tokens.slice(at, at + length), others, random);
    tokens.splice(at, length, ...pieces);
  }
  const text = Buffer.from(tokens.join(""), "latin1");
  return Uint8Array.from(
    random.below(20) === 0 ? text.subarray(0, random.below(text.length + 1)) : text,
  );
}

/** Words, numbers, strings, white space, and marks: joined they are the text. */
function tokensOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  return text.match(/[\w.$]+|\s+|"[^"]*"?|./gs) ?? [];
}

function replacement(
  tokens: readonly string[],
  others: readonly string[],
  random: Random,
): readonly string[] {
  switch (random.below(6)) {
    case 0:
      return [];
    case 1:
      return [...tokens, ...tokens];
    case 2: {
      const at = random.below(others.length + 1);
      return others.slice(at, at + tokens.length);
    }
    case 3:
      return [tokens.join("").slice(random.below(4)), random.pick(PIECES)];
    case 4:
      return [`${random.next()}`];
    default:
      return [Buffer.from(random.pick(PIECES)).toString("latin1")];
  }
}
