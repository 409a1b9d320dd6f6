import { describe, expect, test } from "vitest";
import { collectionOf, pathOf, spellingsOf } from "../../../src/parsers/weights/collections.ts";

describe("`collectionOf()`", () => {
  test.each([
    ["v['params']['stem']['kernel']", "params"],
    ["variables['batch_stats']['bn']['mean']", "batch_stats"],
    ["variables['get_bounds']['d']['bounds']", "get_bounds"],
    ["variables['mine']['d']['threshold']", "mine"],
    ["params['stem']['kernel']", "params"],
    ["params.stem.kernel", "params"],
    ["args[0]['params']['stem']['kernel']", "params"],
    ["state['opt'][0].trace['c1']['kernel']", "state"],
    ["st['l']['kernel'].value", "state"],
    ["model['l']['w'].value", "state"],
    ["variables['l']['w'].value", "state"],
    ["state['l']['kernel']", "state"],
    ["variables__params____stem____kernel__.1", "params"],
    ["state__stem____bn____mean___value.1", "state"],
    ["variables__batch_stats____bn____mean__.3", "batch_stats"],
    ["state_params__Dense_0____kernel__.1", "params"],
  ])("%s: %s", (name, collection) => {
    expect(collectionOf(name)).toBe(collection);
  });

  test.each([
    "x",
    "x['image']",
    "w['k']",
    "params",
    "tokens.1",
    "flat_args[3]",
    "args[0]",
    "%arg0",
  ])("%s is an input", (name) => {
    expect(collectionOf(name)).toBeUndefined();
  });

  test.each(["variables['cache']['attn']['key']", "variables['intermediates']['a']['b']"])(
    "%s is what a run left behind, no weight",
    (name) => {
      expect(collectionOf(name)).toBeUndefined();
    },
  );

  test("the carried state of a recurrent network is none of nnx", () => {
    expect(collectionOf("state['h']")).toBeUndefined();
    expect(collectionOf("state[0]")).toBeUndefined();
  });
});

describe("`pathOf()`", () => {
  test.each([
    ["v['params']['stem']['kernel']", "params/stem/kernel"],
    ["params['stem']['kernel']", "params/stem/kernel"],
    ["args[0]['params']['stem']", "params/stem"],
    ["net['params']['stem']", "params/stem"],
    ["st['l']['kernel'].value", "l/kernel"],
    ["w['k']", "w/k"],
    ["x", "x"],
    ["flat_args[3]", "flat_args[3]"],
    ["x['bi,bj->bij']", "x/bi,bj->bij"],
    ["variables__params____stem____kernel__.1", "params/stem/kernel"],
  ])("%s: %s", (name, path) => {
    expect(pathOf(name)).toBe(path);
  });
});

describe("`spellingsOf()`", () => {
  test("gives the path with and without the variable, and the name itself", () => {
    expect(spellingsOf("v['params']['a']")).toEqual(["params/a", "v/params/a", "v['params']['a']"]);
    expect(spellingsOf("x")).toEqual(["x"]);
  });
});
