import type { Attribute } from "../program/attribute.ts";
import type { Value } from "../program/program.ts";
import { bracketed, finish, withOthers } from "./plain-syntax.ts";
import type { OperationReader, Syntax } from "./reader.ts";
import { located } from "./region-syntax.ts";

/** `sdy.mesh @mesh = <["a"=2]>`. */
export const readMesh: Syntax = (reader) => {
  const s = reader.scanner;
  const name: Attribute = { kind: "string", value: s.suffix("@") };
  s.expect("=");
  const own = new Map<string, Attribute>([
    ["sym_name", name],
    ["mesh", bracketed(reader, "sdy.mesh")],
  ]);
  const attributes = withOthers(reader, own);
  return { operands: [], attributes, regions: [], results: [] };
};

/** `sdy.sharding_constraint %a <@mesh, [...]> : T`. */
export const readShardingConstraint: Syntax = (reader, results) => {
  const operand = reader.operand();
  const own = new Map([["sharding", bracketed(reader, "sdy.sharding")]]);
  return finish(reader, [operand], own, results);
};

/**
 * `sdy.manual_computation(%a) in_shardings=[...] out_shardings=[...] manual_axes={"a"}
 * (%b: T) { ... } : types`.
 */
export const readManualComputation: Syntax = (reader, results) => {
  const s = reader.scanner;
  const operands = reader.parenthesized();
  const own = new Map<string, Attribute>();
  for (const key of ["in_shardings", "out_shardings"]) {
    s.expectWord(key);
    s.expect("=");
    own.set(key, {
      kind: "dialect",
      name: "sdy.sharding_per_value",
      body: `[${inside(reader, "]")}]`,
    });
  }
  s.expectWord("manual_axes");
  s.expect("=");
  own.set("manual_axes", {
    kind: "dialect",
    name: "sdy",
    body: `manual_axes{${inside(reader, "}")}}`,
  });
  const given = new Map<string, Value>();
  s.expect("(");
  s.items(")", () => given.set(...located(reader)));
  const region = reader.region(false, given);
  return finish(reader, operands, own, results, [region]);
};

/** What stands between brackets, which are ahead. */
function inside({ scanner }: OperationReader, close: "]" | "}"): string {
  scanner.expect(close === "]" ? "[" : "{");
  return scanner.enclosed(close);
}
