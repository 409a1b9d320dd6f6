import { type Size, type Type, typeText } from "../program/type.ts";
import type { Scanner } from "./scanner.ts";
import { spaced } from "./spaced.ts";

const TOKEN: Type = { kind: "token" };
const NONE: Type = { kind: "none" };

/** Reads types; equal texts give one object. */
export class TypeReader {
  readonly #scanner: Scanner;
  readonly #known = new Map<string, Type>();
  readonly #aliases = new Map<string, Type>();
  readonly #type = () => this.type();

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  defineAlias(name: string, type: Type): void {
    this.#aliases.set(name, type);
  }

  /** Source: MLIR `type`. */
  type(): Type {
    const s = this.#scanner;
    if (s.sees("(")) return this.#functionType();
    if (s.sees("!")) return this.#dialectType();
    const at = s.at;
    const word = s.word("a type");
    if (word === "tensor" && s.sees("<")) return this.#tensor();
    if (word === "tuple" && s.sees("<")) return this.#tuple();
    if (word === "none") return NONE;
    if (word === "complex" && s.take("<")) {
      const inner = this.#element();
      s.expect(">");
      return this.#intern({ kind: "scalar", element: `complex<${inner}>` }, `complex<${inner}>`);
    }
    if (s.sees("<")) {
      s.take("<");
      const text = `${word}<${s.balanced(">")}>`;
      s.expect(">");
      return this.#intern({ kind: "other", text }, text);
    }
    if (!SCALAR.test(word)) s.failAt(at, "a type", word);
    return this.#intern({ kind: "scalar", element: word }, word);
  }

  /** `T` or `(T, T)`; what an arrow gives. */
  results(): readonly Type[] {
    return this.#scanner.sees("(") ? this.list() : [this.type()];
  }

  /** `(T, T)`. */
  list(): readonly Type[] {
    this.#scanner.expect("(");
    return this.#scanner.listUpTo(")", this.#type);
  }

  /** `T, T`: one at least. */
  commaList(): readonly Type[] {
    return this.#scanner.list(this.#type);
  }

  #functionType(): Type {
    return this.#scanner.nested(() => {
      const inputs = this.list();
      this.#scanner.expect("->");
      return { kind: "function", inputs, results: this.results() };
    });
  }

  #dialectType(): Type {
    const s = this.#scanner;
    const name = s.suffix("!");
    if (name === "stablehlo.token" || name === "mhlo.token") return TOKEN;
    const alias = this.#aliases.get(name);
    if (alias !== undefined) return alias;
    const text = this.#dialectText(name);
    return this.#intern({ kind: "other", text }, text);
  }

  #dialectText(name: string): string {
    const text = `!${name}${this.#body()}`;
    return name.startsWith("quant.") ? withPlainScales(text) : text;
  }

  #body(): string {
    const s = this.#scanner;
    if (!s.take("<")) return "";
    return `<${s.enclosed(">")}>`;
  }

  #tuple(): Type {
    const s = this.#scanner;
    s.expect("<");
    return { kind: "tuple", items: s.nested(() => s.listUpTo(">", this.#type)) };
  }

  /** Source: MLIR `tensor-type`. */
  #tensor(): Type {
    const s = this.#scanner;
    const start = s.at;
    s.expect("<");
    const end = simpleEnd(s.bytes, s.at);
    if (end !== undefined) {
      const known = this.#known.get(s.latin1(start, end));
      if (known !== undefined) {
        s.goTo(end + 1);
        return known;
      }
    }
    if (s.sees("*")) s.fail("a tensor whose rank is known");
    const sizes: Size[] = [];
    while (s.seesNumber || s.sees("?")) sizes.push(this.#size());
    const element = this.#element();
    let shape: readonly Size[] = sizes;
    let encoding: string | undefined;
    if (s.take(",")) {
      const text = spaced(s.balanced(">"));
      const bounds = boundsOf(text);
      if (bounds === undefined) encoding = text;
      else shape = bounded(sizes, bounds);
    }
    const key = s.latin1(start, s.at);
    s.expect(">");
    const type: Type = { kind: "tensor", element, shape };
    return this.#intern(encoding === undefined ? type : { ...type, encoding }, key);
  }

  #size(): Size {
    const s = this.#scanner;
    if (s.take("?")) {
      s.expect("x");
      return { most: undefined };
    }
    const at = s.at;
    let end = at;
    while ((s.bytes[end] as number) >= 48 && (s.bytes[end] as number) <= 57) end++;
    const size = Number(s.text(at, end));
    if (end === at || s.bytes[end] !== 120) s.fail("a size and x");
    if (!Number.isSafeInteger(size)) s.fail("a size that fits");
    s.goTo(end + 1);
    return size;
  }

  #element(): string {
    const s = this.#scanner;
    if (s.sees("!")) {
      const name = s.suffix("!");
      const alias = this.#aliases.get(name);
      return alias === undefined ? this.#dialectText(name) : typeText(alias);
    }
    const at = s.at;
    const word = s.word("an element type");
    if (word === "complex") {
      s.expect("<");
      const inner = s.word("an element type");
      s.expect(">");
      return `complex<${inner}>`;
    }
    if (!SCALAR.test(word)) s.failAt(at, "an element type", word);
    return word;
  }

  #intern(type: Type, key: string): Type {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, type);
    return type;
  }
}

const SCALAR = /^(?:[us]?i[1-9]\d*|index|tf32|bf16|f\d+(?:E\d+M\d+(?:B11)?(?:FNUZ|FNU|FN)?)?)$/;

/** Each scale in its shortest spelling: `2.000000e+00` is `2.0`. */
function withPlainScales(text: string): string {
  return text.replaceAll(/\d+\.\d*(?:[eE][-+]?\d+)?/g, (scale) => {
    const [digits, exponent] = `${Number(scale)}`.split("e") as [string, string?];
    const mantissa = digits.includes(".") ? digits : `${digits}.0`;
    return exponent === undefined ? mantissa : `${mantissa}e${exponent}`;
  });
}

/** Where a tensor's type ends that has no brackets in it. */
function simpleEnd(bytes: Uint8Array, start: number): number | undefined {
  for (let at = start; at < start + 64; at++) {
    const byte = bytes[at];
    if (byte === 62) return at;
    if (byte === 60 || byte === undefined) return undefined;
  }
  return undefined;
}

/** Source: StableHLO `#stablehlo.bounds`, `#stablehlo.type_extensions`. */
function boundsOf(encoding: string): readonly (number | undefined)[] | undefined {
  const list =
    /^#(?:stablehlo|mhlo)\.bounds<([^<>]*)>$/.exec(encoding)?.[1] ??
    /^#(?:stablehlo|mhlo)\.type_extensions<bounds = \[([^\]]*)\]>$/.exec(encoding)?.[1];
  return list?.split(",").map((bound) => (/^\s*\d+\s*$/.test(bound) ? Number(bound) : undefined));
}

function bounded(sizes: readonly Size[], bounds: readonly (number | undefined)[]): readonly Size[] {
  return sizes.map((size, axis) => (typeof size === "number" ? size : { most: bounds[axis] }));
}
