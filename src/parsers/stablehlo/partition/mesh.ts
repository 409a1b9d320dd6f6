import type { Attribute } from "../program/attribute.ts";
import type { Module } from "../program/program.ts";
import { malformedSharding } from "./tiling.ts";
import { Words } from "./words.ts";

/** Devices in a grid, row-major; the order in which they stand for real ones changes no cost. */
export interface Mesh {
  readonly axes: readonly { readonly name: string; readonly size: number }[];
}

/** The frontend attribute that has the meshes where a module cannot: `{mesh = #sdy.mesh<["x"=2]>}`. */
const MESHES = "xla.sdy.meshes";

/** @throws {AceError} `malformed-model` where a module has no mesh of a name */
export function meshNamed(module: Module, name: string): Mesh {
  const symbol = module.symbols.get(name)?.attributes.get("mesh");
  const text = symbol?.kind === "dialect" ? symbol.body : textOf(module, name);
  if (text === undefined) throw malformedSharding(`a mesh @${name} in the module`, "none");
  return meshIn(new Words(text));
}

/** `["dp"=2, "tp"=2]`, perhaps with `, device_ids=[0, 2, 1, 3]`. */
export function meshIn(words: Words): Mesh {
  words.expect("[");
  const axes = words.items("]", () => {
    const name = words.quoted();
    words.expect("=");
    return { name, size: words.number() };
  });
  if (words.take(",")) {
    words.expect("device_ids");
    words.expect("=");
    words.expect("[");
    words.items("]", () => words.number());
  }
  return { axes };
}

function textOf({ attributes }: Module, name: string): string | undefined {
  const meshes = frontendText(attributes.get("mhlo.frontend_attributes"), MESHES);
  const all = meshes?.matchAll(/([\w.$-]+|"[^"]*")\s*=\s*#sdy\.mesh<(.*?)>/g) ?? [];
  for (const [, key, body] of all) if (key?.replaceAll('"', "") === name) return body;
  return undefined;
}

/** A text of a dictionary; quotes in it may be escaped. */
export function frontendText(dictionary: Attribute | undefined, key: string): string | undefined {
  const value = dictionary?.kind === "dictionary" ? dictionary.entries.get(key) : undefined;
  return value?.kind === "string" ? value.value.replaceAll('\\"', '"') : undefined;
}
