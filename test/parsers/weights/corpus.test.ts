import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ElementType } from "../../../src/graph/element-type.ts";
import { fileSource } from "../../../src/io/byte-source.ts";
import type { WeightArgument } from "../../../src/parsers/weights/argument.ts";
import { matchWeights } from "../../../src/parsers/weights/match.ts";
import { readWeights } from "../../../src/parsers/weights/read-weights.ts";

const CORPUS = new URL("../../../../shared/corpus/flax/", import.meta.url).pathname;
const FILES = ["weights.msgpack", "weights.safetensors", "weights.npz"];
const TEXTS = ["model.mlir", "model.debug.mlir", "model.export.mlir", "model.hlo.txt"];
const ELEMENTS: Readonly<Record<string, ElementType>> = {
  i1: "bool",
  pred: "bool",
  f8E4M3FN: "f8e4m3fn",
  f8E5M2: "f8e5m2",
  f8E4M3: "f8e4m3",
  f8E3M4: "f8e3m4",
  f4E2M1FN: "f4e2m1",
};

interface Expected {
  readonly mlirArg: number | null;
  readonly name: string;
  readonly role: string;
  readonly shape: readonly number[];
}

/** One file of weights of one program, whose arguments somebody else has named. */
interface Case {
  readonly program: string;
  readonly file: string;
  readonly expected: readonly Expected[];
}

const cases = existsSync(CORPUS) ? readdirSync(CORPUS).sort().flatMap(casesOf) : [];

function casesOf(program: string): readonly Case[] {
  const path = `${CORPUS}${program}/expected.json`;
  if (!existsSync(path)) return [];
  const { arguments: expected = [] } = JSON.parse(readFileSync(path, "utf8"));
  if (expected.length === 0) return [];
  const files = FILES.filter((file) => existsSync(`${CORPUS}${program}/${file}`));
  return files.map((file) => ({ program, file, expected }));
}

/** What stands between the parentheses of a function, and the names that it refers to. */
function argumentsOf(text: string, name: string): readonly WeightArgument[] {
  const aliases = new Map(
    Array.from(text.matchAll(/^(#loc\d*) = loc\("((?:[^"\\]|\\.)*)"/gm), ([, id, name]) => [
      id,
      name,
    ]),
  );
  const line = new RegExp(`func\\.func (?:public |private )?@${name}\\((.*)`).exec(text)?.[1] ?? "";
  const parts = line.split(/\) -> /, 1)[0]?.split(/(?:^|, )(?=%\w+: tensor<)/) ?? [];
  return parts.filter(Boolean).map((part, index) => {
    const [, sizes = "", type = ""] = /tensor<((?:\d+x|\?x)*)(\w+)>/.exec(part) ?? [];
    const [, quoted, alias] = /loc\((?:"((?:[^"\\]|\\.)*)"|(#loc\d*))/.exec(part) ?? [];
    const named = quoted ?? aliases.get(alias);
    const shape = sizes.split("x").filter(Boolean).map(Number);
    const argument = {
      index,
      shape,
      element: ELEMENTS[type] ?? (type.replace(/^ui/, "u") as ElementType),
    };
    return named === undefined ? argument : { ...argument, name: named };
  });
}

function parametersOf(text: string): readonly WeightArgument[] {
  const entry = text.slice(text.search(/^ENTRY/m));
  const found = entry.matchAll(/^ *(?:ROOT )?(\S+) = (\w+)\[([\d,]*)\]\S* parameter\((\d+)\)/gm);
  return Array.from(found, ([, name = "", type = "", sizes, index]) => ({
    index: Number(index),
    name,
    shape: (sizes || "").split(",").filter(Boolean).map(Number),
    element:
      ELEMENTS[type] ?? ((type === "f4e2m1fn" ? "f4e2m1" : type.replace(/^s/, "i")) as ElementType),
  }));
}

/** Symbolic programs name the arguments of the function that they wrap. */
function declared(text: string): readonly WeightArgument[] {
  if (text.startsWith("HloModule")) return parametersOf(text);
  const outer = argumentsOf(text, "main");
  if (outer.some(({ name }) => name !== undefined)) return outer;
  const inner = argumentsOf(text, "_wrapped_jax_export_main").slice(-outer.length);
  return outer.map((argument, i) => {
    const name = inner[i]?.name;
    return name === undefined ? argument : { ...argument, name };
  });
}

function filled({ program, file, expected }: Case, text: string): Readonly<Record<number, string>> {
  const source = fileSource(`${CORPUS}${program}/${file}`);
  try {
    const given = declared(readFileSync(`${CORPUS}${program}/${text}`, "utf8")).map((argument) => {
      const concrete = expected.find(({ mlirArg }) => mlirArg === argument.index)?.shape;
      return { ...argument, shape: concrete ?? argument.shape };
    });
    const { tensors, paths } = matchWeights(given, readWeights(source));
    for (const tensor of tensors.values()) tensor.read();
    return Object.fromEntries(paths);
  } finally {
    source.close();
  }
}

function weightsOf({ expected }: Case): Readonly<Record<number, string>> {
  const weights = expected.filter(({ mlirArg, role }) => mlirArg !== null && role === "weight");
  return Object.fromEntries(weights.map(({ mlirArg, name }) => [mlirArg, name]));
}

describe.skipIf(cases.length === 0)("programs of Flax whose arguments are known", () => {
  const programs = cases.flatMap((one) => {
    const texts = TEXTS.filter((text) => existsSync(`${CORPUS}${one.program}/${text}`));
    return texts.map((text) => ({ ...one, text }));
  });

  test("are 159 files of weights, and 635 pairs with a text", () => {
    expect([cases.length, programs.length]).toEqual([159, 635]);
  });

  // Its last input has the type of its last weight.
  const unclear = programs.filter(
    ({ program, text }) => program === "dots_zoo" && text === "model.mlir",
  );
  test.each(unclear)("$program $text asks for names", (one) => {
    expect(() => filled(one, one.text)).toThrow("expected one way to fill arguments");
  });

  test.each(programs.filter((one) => !unclear.includes(one)))("$program $text $file", (one) => {
    expect(filled(one, one.text)).toEqual(weightsOf(one));
  });
});

/** Elements by the index of the argument, as bytes. */
function elementsOf({ program, expected }: Case, file: string): ReadonlyMap<number, Buffer> {
  const source = fileSource(`${CORPUS}${program}/${file}`);
  try {
    const text = readFileSync(`${CORPUS}${program}/model.debug.mlir`, "utf8");
    const { tensors } = matchWeights(declared(text), readWeights(source));
    expect(tensors.size).toBe(Object.keys(weightsOf({ program, expected, file })).length);
    return new Map(
      Array.from(tensors, ([index, tensor]) => [index, Buffer.from(tensor.read().data.buffer)]),
    );
  } finally {
    source.close();
  }
}

describe.skipIf(cases.length === 0)("files of the same weights", () => {
  const others = cases.filter(
    ({ program, file }) => file !== FILES[2] && existsSync(`${CORPUS}${program}/${FILES[2]}`),
  );

  test.each(others)("$program $file has the npz's bits", (one) => {
    const npz = elementsOf(one, "weights.npz");
    for (const [index, bytes] of elementsOf(one, one.file)) {
      expect(npz.get(index)?.equals(bytes)).toBe(true);
    }
  });
});
