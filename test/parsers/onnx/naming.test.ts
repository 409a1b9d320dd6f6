import { describe, expect, test } from "vitest";
import { layerName, moduleScope } from "../../../src/parsers/onnx/naming.ts";

const scopes = (list: string) => new Map([["pkg.torch.onnx.name_scopes", list]]);

describe("moduleScope()", () => {
  test("is the module around the operation in PyTorch's list", () => {
    expect(moduleScope(scopes("['', 'blocks', 'blocks.0.conv1', 'conv2d']"))).toBe(
      "blocks.0.conv1",
    );
  });

  test("reads names with a quote in them", () => {
    expect(moduleScope(scopes("['', 'it\\'s', 'relu']"))).toBe("it\\'s");
  });

  test("is empty where there is no module", () => {
    expect(moduleScope(new Map())).toBe("");
    expect(moduleScope(scopes("['conv2d']"))).toBe("");
    expect(moduleScope(scopes("['', 'add']"))).toBe("");
    expect(moduleScope(scopes("['_empty_nn_module_stack_from_metadata_hook', 'add']"))).toBe("");
    expect(moduleScope(scopes("no list"))).toBe("");
  });
});

describe("layerName()", () => {
  test("is the module, else the node, else its first output", () => {
    expect(layerName("features.3", "node", ["y"])).toBe("features.3");
    expect(layerName("", "node", ["y"])).toBe("node");
    expect(layerName("", "", ["", "y"])).toBe("y");
    expect(layerName("", "", [])).toBe("");
  });

  test("loses one leading slash", () => {
    expect(layerName("", "/features/Conv", [])).toBe("features/Conv");
    expect(layerName("", "//x", [])).toBe("/x");
  });
});
