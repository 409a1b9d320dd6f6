import { describe, expect, test } from "vitest";
import type { Operation, Region } from "../../../src/parsers/stablehlo/program/program.ts";
import {
  attributesText,
  fromProto,
  fromText,
  hloFixture,
  programLines,
} from "../../support/hlo.ts";

const PROGRAMS = ["constants", "control", "indexing", "others", "products", "windows"];
/** What the importer leaves out or takes apart. */
const LEFT_OUT = /\.(tuple|get_tuple_element|constant|return|call)$/;
/** What it does not say where it is the default. */
const DEFAULT_TYPE = /#stablehlo<comparison_type (FLOAT|SIGNED|UNSIGNED)>/;

describe.each(PROGRAMS)("readHloProto() and readHloText(), %s", (name) => {
  const proto = fromProto(hloFixture(`${name}.hlo.pb`));
  const text = fromText(hloFixture(`${name}.hlo.txt`).toString());

  test("give the same functions and operations", () => {
    expect(programLines(text)).toEqual(programLines(proto));
  });

  test("give the operations and attributes of XLA's importer, jaxlib 0.10.2", () => {
    const expected = hloFixture(`${name}.imported.txt`).toString().split("\n").slice(0, -1);
    const found = new Set<string>();
    for (const { body } of proto.modules[0]?.functions.values() ?? []) collect(body, found);
    expect([...found].sort()).toEqual([...expected].sort());
  });
});

function collect(region: Region, found: Set<string>): void {
  for (const operation of region.operations) {
    if (!LEFT_OUT.test(operation.name)) found.add(line(operation));
    for (const inner of operation.regions) collect(inner, found);
  }
}

function line(operation: Operation): string {
  const attributes = [...operation.attributes].filter(
    ([, value]) => value.kind !== "dialect" || !DEFAULT_TYPE.test(`#${value.name}<${value.body}>`),
  );
  return `${operation.name} ${attributesText({ attributes: new Map(attributes) })}`.trimEnd();
}
