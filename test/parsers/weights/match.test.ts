import { describe, expect, test } from "vitest";
import type { ElementType } from "../../../src/graph/element-type.ts";
import type { WeightArgument } from "../../../src/parsers/weights/argument.ts";
import { matchWeights } from "../../../src/parsers/weights/match.ts";
import { arrayWeight, type Weight } from "../../../src/parsers/weights/weight.ts";
import { thrown } from "../../io/thrown.ts";

/** `name: 3x4 i8`; f32 where no type is given, no name before a colon alone. */
function described(texts: readonly string[]) {
  return texts.map((text, index) => {
    const [, name = "", sizes = "", element = "f32"] = /^(.*): ?([\dx]*) ?(\w*)$/.exec(text) ?? [];
    const shape = sizes.split("x").filter(Boolean).map(Number);
    return { index, name, shape, element: (element || "f32") as ElementType };
  });
}

function argumentsOf(...texts: readonly string[]): readonly WeightArgument[] {
  return described(texts).map(({ name, ...rest }) => (name === "" ? rest : { ...rest, name }));
}

function weightsOf(...texts: readonly string[]): Map<string, Weight> {
  const dtypes: Readonly<Record<string, string>> = { f32: "f4", i8: "i1", u16: "u2" };
  return new Map(
    described(texts).map(({ name, shape, element }) => {
      const dtype = dtypes[element] as string;
      const array = { shape, dtype, read: () => new Uint8Array(0) };
      return [name, arrayWeight(name.split("/"), element, array)];
    }),
  );
}

function paths(given: readonly WeightArgument[], weights: Map<string, Weight>) {
  const { paths } = matchWeights(given, weights);
  return given.map(({ index }) => paths.get(index));
}

describe("`matchWeights()` by name", () => {
  test.each([
    ["v['params']['stem']['kernel']", "params/stem/kernel"],
    ["variables['params']['stem']['kernel']", "params/stem/kernel"],
    ["args[0]['params']['stem']['kernel']", "params/stem/kernel"],
    ["params['stem']['kernel']", "params/stem/kernel"],
    ["params.stem.kernel", "params/stem/kernel"],
    ["state.params['stem']['kernel']", "params/stem/kernel"],
    ["st['l']['kernel'].value", "l/kernel"],
    ["st['l']['kernel'].value", "l/kernel/value"],
    ["st['l']['kernel'].raw_value", "l/kernel"],
    ["st['l']['kernel']", "l/kernel/value"],
    ["v['params']['fc']['kernel'].array.qvalue", "params/fc/kernel/array/qvalue"],
    ["state['opt'][0].trace['c1']['kernel']", "opt/0/trace/c1/kernel"],
    ["v['params']['a.b/c']['kernel']", "params/a.b/c/kernel"],
    ["v['params']['norm']['Dense_0/kernel/scale']", "params/norm/Dense_0/kernel/scale"],
    ["kernel", "kernel"],
    ["w['kernel']", "kernel"],
    ["variables[\\'get_bounds\\'][\\'d\\'][\\'bounds\\']", "get_bounds/d/bounds"],
    ["v__params____stem____kernel__.1", "params/stem/kernel"],
    ["state__stem____kernel___value.1", "stem/kernel/value"],
    ["state__stem____kernel___value.1", "stem/kernel"],
    ["variables__params____fc____kernel___array_qvalue.1", "params/fc/kernel/array/qvalue"],
    ["v__batch_stats____bn-1____mean__.12", "batch_stats/bn-1/mean"],
    ["w__k__.1", "k"],
    ["k.1", "k"],
  ])("%s is %s", (name, path) => {
    const weights = weightsOf(`${path}: 3x4`);
    const key = path.split("/");
    if (path === "params/a.b/c/kernel") key.splice(1, 2, "a.b/c");
    const weight = { ...(weights.get(path) as Weight), path: key };
    const given = argumentsOf(`${name}: 3x4`, "x: 3x4");
    expect(paths(given, new Map([[path, weight]]))).toEqual([key.join("/"), undefined]);
  });

  test("finds a path without its collection on either side", () => {
    const given = argumentsOf("p['a']['kernel']: 2", "s['a']['mean']: 2", "x: 2");
    expect(paths(given, weightsOf("params/a/kernel: 2", "batch_stats/a/mean: 2"))).toEqual([
      "params/a/kernel",
      "batch_stats/a/mean",
      undefined,
    ]);
    const whole = argumentsOf("v['params']['a']['kernel']: 2", "v['params']['b']: 2", "x: 2");
    expect(paths(whole, weightsOf("a/kernel: 2", "b: 2"))).toEqual(["a/kernel", "b", undefined]);
  });

  test("leaves inputs alone whose keys are in a collection", () => {
    const given = argumentsOf("v['params']['a']: 2", "x['mask']: 2", "x['image']: 4");
    expect(paths(given, weightsOf("params/a: 2", "params/mask: 2"))).toEqual([
      "params/a",
      undefined,
      undefined,
    ]);
  });

  test("of two variables with the same keys takes the one that only has weights", () => {
    const given = argumentsOf("w['a']: 2x2", "w['b']: 3", "x['a']: 2x2", "x['b']: 5");
    const expected = ["a", "b", undefined, undefined];
    expect(paths(given, weightsOf("a: 2x2", "b: 3"))).toEqual(expected);
  });

  test("takes the same path before one that ends like it", () => {
    const given = argumentsOf("s['params']['a']: 2", "s['opt'][0].mu['params']['a']: 2", "x: 1");
    const weights = weightsOf("params/a: 2", "opt/0/mu/params/a: 2", "step: ");
    expect(paths(given, weights)).toEqual(["params/a", "opt/0/mu/params/a", undefined]);
    expect(matchWeights(given, weights).unused).toEqual(["step"]);
  });

  test("does not fill an argument without a name by order then", () => {
    const given = argumentsOf("v['params']['a']: 2", "args[0]: 4");
    expect(paths(given, weightsOf("params/a: 2", "params/b: 4"))).toEqual(["params/a", undefined]);
  });

  test("reads raw elements as the type of the argument", () => {
    const given = argumentsOf("v['params']['a']: 2 bf16", "x: 2");
    const { tensors } = matchWeights(given, weightsOf("params/a: 2 u16"));
    expect(tensors.get(0)?.type).toEqual({ element: "bf16", shape: [2] });
  });

  test.each([
    ["shape-mismatch", "3x5", "expected f32 3x4, got f32 3x5 in the weights' params/a"],
    ["type-mismatch", "3x4 i8", "expected f32 3x4, got i8 3x4 in the weights' params/a"],
  ])("refuses a weight of another type: %s", (code, type, rest) => {
    const given = argumentsOf("v['params']['a']: 3x4", "x: 3x4");
    const error = thrown(() => matchWeights(given, weightsOf(`params/a: ${type}`)));
    expect(error.code).toBe(code);
    expect(error.message).toBe(`Cannot fill argument v['params']['a']: ${rest}`);
    expect(error.where).toEqual({ tensor: "v['params']['a']" });
  });

  test("refuses two arguments for one weight, and two weights for one argument", () => {
    const same = argumentsOf("w['a']: 2", "x['a']: 2");
    expect(thrown(() => matchWeights(same, weightsOf("a: 2"))).message).toBe(
      "Cannot fill the model's arguments: expected one argument for a, got w['a'], x['a']",
    );
    const one = argumentsOf("p['a']['kernel']: 2", "x: 2");
    const weights = weightsOf("params/a/kernel: 2", "ema/a/kernel: 2");
    expect(thrown(() => matchWeights(one, weights)).message).toBe(
      "Cannot fill argument p['a']['kernel']: expected one weight of its name and type, " +
        "got params/a/kernel, ema/a/kernel",
    );
  });

  test("refuses a file that lacks a collection, and lists both sides", () => {
    const given = argumentsOf("v['params']['a']: 2", "v['batch_stats']['mean']: 3", "x: 2");
    const error = thrown(() => matchWeights(given, weightsOf("params/a: 2", "params/b: 4")));
    expect(error.code).toBe("missing-data");
    expect(error.message).toBe(
      "Cannot fill the model's arguments: expected weights for 1 argument " +
        "(v['batch_stats']['mean']: f32 3), got 1 unused weight (params/b: f32 4)",
    );
  });

  test("takes the parameters alone where the file lacks what an optimizer keeps", () => {
    const given = argumentsOf(
      "v['params']['c']['kernel']: 3",
      "st[0].mu['params']['c']['kernel']: 3",
      "st[0].nu['params']['c']['kernel']: 3",
    );
    expect(paths(given, weightsOf("params/c/kernel: 3"))).toEqual([
      "params/c/kernel",
      undefined,
      undefined,
    ]);
    const mangled = argumentsOf("params__a__.1: 3", "opt_state_acc_grads__a__.1: 3");
    expect(paths(mangled, weightsOf("a: 3"))).toEqual(["a", undefined]);
  });

  test("refuses a file of another model, and lists the first ten names", () => {
    const given = argumentsOf(...Array.from({ length: 12 }, (_, i) => `v['params']['a${i}']: 2`));
    const error = thrown(() => matchWeights(given, weightsOf("encoder/w: 3x3")));
    expect(error.message).toBe(
      "Cannot fill the model's arguments: expected weights for 12 arguments " +
        "(v['params']['a0']: f32 2, v['params']['a1']: f32 2, v['params']['a2']: f32 2, " +
        "v['params']['a3']: f32 2, v['params']['a4']: f32 2, v['params']['a5']: f32 2, " +
        "v['params']['a6']: f32 2, v['params']['a7']: f32 2, v['params']['a8']: f32 2, " +
        "v['params']['a9']: f32 2, 2 more), got 1 other (encoder/w: f32 3x3)",
    );
  });
});

describe("`matchWeights()` by order", () => {
  test("sorts keys level by level, and leaves what the program dropped", () => {
    const weights = weightsOf(
      "params/b: 2",
      "params/B: 5",
      "params/a/kernel: 2x3",
      "params/a/bias: 3",
      "batch_stats/a: 4",
    );
    const given = argumentsOf(": 4", ": 5", ": 3", ": 2x3", ": 7x7");
    const expected = ["batch_stats/a", "params/B", "params/a/bias", "params/a/kernel", undefined];
    expect(paths(given, weights)).toEqual(expected);
    expect(matchWeights(given, weights).unused).toEqual(["params/b"]);
  });

  test("compares component by component: a shorter key comes first", () => {
    const weights = weightsOf("p/conv_1/k: 1", "p/conv/k: 2", "p/conv/b: 3");
    expect(paths(argumentsOf(": 3", ": 2", ": 1", ": 9"), weights)).toEqual([
      "p/conv/b",
      "p/conv/k",
      "p/conv_1/k",
      undefined,
    ]);
  });

  test("takes numbers for places in a list where only that order fits", () => {
    const texts = Array.from({ length: 11 }, (_, i) => `layers/${i}: ${i + 1}`);
    const given = argumentsOf(...Array.from({ length: 11 }, (_, i) => `: ${i + 1}`), ": 50");
    expect(paths(given, weightsOf(...texts)).at(10)).toBe("layers/10");
    expect(paths(given, weightsOf(...texts)).at(2)).toBe("layers/2");
  });

  test("takes names that only count for none", () => {
    const weights = weightsOf("a: 2", "b: 3");
    for (const names of ["flat_args[", "leaves[", "args["]) {
      const given = argumentsOf(`${names}0]: 2`, `${names}1]: 3`, `${names}2]: 4`);
      expect(paths(given, weights)).toEqual(["a", "b", undefined]);
    }
    const hlo = argumentsOf("Arg_0.1: 2", "%arg1: 3", "flat_args_2_.1: 4");
    expect(paths(hlo, weights)).toEqual(["a", "b", undefined]);
  });

  test.each<[string, readonly string[], readonly string[], string]>([
    [
      "a dropped weight among equal ones",
      [": 2", ": 2", ": 9"],
      ["a: 2", "b: 2", "c: 2"],
      "several",
    ],
    ["an input like a weight", [": 2", ": 2"], ["a: 2"], "several"],
    [
      "nothing left as the input",
      [": 2", ": 3"],
      ["a: 2", "b: 3"],
      "one that leaves no argument as the input",
    ],
    ["another order of collections", [": 2", ": 3", ": 9"], ["a: 3", "b: 2"], "several"],
    [
      "another order of collections, several weights each",
      [": 2", ": 4", ": 3", ": 9"],
      ["a/m: 3", "b/k: 2", "b/l: 4"],
      "%arg2 and a/m left over, which fit each other",
    ],
    [
      "keys that may be places or text",
      [...new Array<string>(11).fill(": 2"), ": 9"],
      Array.from({ length: 11 }, (_, i) => `l/${i}: 2`),
      "two, by keys that may be places in a list or text",
    ],
  ])("refuses %s", (_, given, weights, got) => {
    const error = thrown(() => matchWeights(argumentsOf(...given), weightsOf(...weights)));
    expect(error.code).toBe("missing-data");
    expect(error.message).toBe(
      "Cannot fill the model's arguments: expected one way to fill arguments that have no names, " +
        `in the order of the weights, got ${got}`,
    );
    expect(error.hint).toBe(
      "save the text with lowered.as_text(debug_info=True), which names the arguments",
    );
  });

  test("refuses weights of which none fits", () => {
    expect(thrown(() => matchWeights(argumentsOf(": 2", ": 3"), weightsOf("a: 7"))).message).toBe(
      "Cannot fill the model's arguments: expected weights for 2 arguments " +
        "(%arg0: f32 2, %arg1: f32 3), got 1 other (a: f32 7)",
    );
  });
});
