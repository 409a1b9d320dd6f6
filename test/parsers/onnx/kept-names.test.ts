import { describe, expect, test } from "vitest";
import { KeptNames } from "../../../src/parsers/onnx/kept-names.ts";

/** Nodes one after the other, each with its names in the file, and whether it has metadata. */
function kept(nodes: readonly (readonly [names: readonly string[], hasMetadata?: boolean])[]) {
  const list = new KeptNames();
  for (const [names, hasMetadata = false] of nodes) {
    for (const name of names) {
      const bytes = new TextEncoder().encode(`<${name}>`);
      list.push(bytes, 1, bytes.length - 1);
    }
    list.endNode(hasMetadata);
  }
  return nodes.map((_, i) => list.of(i));
}

describe("KeptNames", () => {
  test("`of()` gives the name of each node, and none where a node has none", () => {
    expect(kept([[["conv1"]], [[]], [["größe"]]])).toEqual(["conv1", "", "größe"]);
  });

  test("nothing is kept from a node with metadata on: it may say more than the name", () => {
    expect(kept([[["a"]], [["b"], true], [["c"]]])).toEqual(["a", undefined, undefined]);
  });

  test("nothing is kept from a node with two names on: the last one counts, and is in the file", () => {
    expect(kept([[["a"]], [["b", "c"]], [["d"]]])).toEqual(["a", undefined, undefined]);
  });

  test("names beyond a MiB are not kept", () => {
    const long = "x".repeat(2 ** 19);
    const names = kept([[[long]], [[long]], [["y"]], [["z"]]]);
    expect(names.map((name) => name?.length)).toEqual([2 ** 19, 2 ** 19, undefined, undefined]);
  });
});
