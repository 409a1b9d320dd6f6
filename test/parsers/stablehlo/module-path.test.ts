import { describe, expect, test } from "vitest";
import { modulePaths, topModule } from "../../../src/parsers/stablehlo/module-path.ts";

const OLD_CONV =
  "jit(pokebnn)/jit(main)/PokeBNN/conv-1/conv_general_dilated_quant_lhs1_rhs1_lw1/" +
  "conv_general_dilated[window_strides=(1, 1) padding=((0, 0), (0, 0)) precision=None]";
const OLD_CALL =
  "jit(pokebnn)/jit(main)/PokeBNN/DPReLU_0/pjit[in_shardings=(UnspecifiedValue,) name=_where " +
  "donated_invars=(False, False)]";

describe("`modulePaths()`", () => {
  test.each([
    ["jit(f)/Net/stage0_a/conv/conv_general_dilated", "stage0_a/conv"],
    ["jit(f)/jit(main)/Net/DPReLU_0/jit(_where)/select_n", "DPReLU_0"],
    ["jit(<lambda>)/Net/fc/dot_general", "fc"],
    ["jit(step)/jvp(Net)/c1/conv_general_dilated", "c1"],
    ["jit(step)/transpose(jvp(Net))/c1/conv_general_dilated", "c1"],
    ["jit(step)/vmap(Net)/c1/dot_general", "c1"],
    ["jit(step)/transpose(jvp(Net/block))/c1/dot_general", "block/c1"],
    ["jit(f)/jvp()/while/body/layers/up/dot_general", "layers/up"],
    ["jit(f)/Net/while/cond/lt", undefined],
    ["jit(f)/Net/cond/branch_1_fun/left/dot_general", "left"],
    ["jit(f)/Net/cond/dot_general", "cond"],
    ["jit(f)/Net/body/dot_general", "body"],
    ["jit(f)/Net/while/body/closed_call/layers/attn/qkv/dot_general", "layers/attn/qkv"],
    ["jit(f)/Net/layers/checkpoint/rematted_computation/up/dot_general", "layers/up"],
    ["jit(f)/Net/act/jit/max", "act"],
    ["jit(f)/Net/act/custom_jvp_call[name=relu num_consts=0]/max", "act"],
    ["jit(f)/Net/head/composite/dot_general", "head"],
    ["jit(f)/Net/conv/q_a1w1/conv_general_dilated", "conv"],
    ["jit(f)/Net/embed.attend/dot_general", "embed"],
    ["jit(f)/Net/fc1/Dg_0/Dg_0.shared_forward_fn/aqt_fwd/dot_general", "fc1/Dg_0/aqt_fwd"],
    ["cell.scan_fn/cell/hf/dot_general", "cell/hf"],
    ["layers/attn/bqhe,bkhe->bhqk/dot_general", "layers/attn/bqhe,bkhe->bhqk"],
    ["jit(f)/Net/dot_general", undefined],
    ["jit(f)/add", undefined],
    ["dot_general", undefined],
    ["", undefined],
  ])("%s: %s", (name, path) => {
    expect(modulePaths([name, "jit(f)/Net/x/add"])(name)).toBe(path);
  });

  test.each([
    [OLD_CONV, "conv-1"],
    [OLD_CALL, "DPReLU_0"],
    ["jit(pokebnn)/jit(main)/PokeBNN/sefc/pjit[name=relu]", "sefc"],
  ])("leaves out the parameters that older versions print: %s", (name, path) => {
    expect(modulePaths([OLD_CONV, OLD_CALL])(name)).toBe(path);
  });

  test("keeps the first component where not all share it", () => {
    const path = modulePaths(["jit(f)/Encoder/c1/dot_general", "jit(f)/Decoder/c1/dot_general"]);
    expect(path("jit(f)/Decoder/c1/dot_general")).toBe("Decoder/c1");
  });
});

describe("`topModule()`", () => {
  test.each<[string | undefined, readonly string[]]>([
    ["Net", ["jit(f)/Net/a/add", "jit(f)/Net/add", "jit(f)/div", "layers/up/dot_general"]],
    ["Net", ["jit(step)/jvp(Net)/a/mul", "jit(step)/transpose(jvp(Net))/a/mul"]],
    ["Net", ["jit(f)/Net/a/add", "jit(f)/bij,bjk->bik/dot_general"]],
    ["Conv", ["jit(f)/Conv/conv_general_dilated"]],
    [undefined, ["jit(f)/Net/a/add", "jit(f)/Other/a/add"]],
    [undefined, ["jit(f)/Net/a/add", "jit(f)/preprocess/div"]],
    [undefined, ["jit(f)/conv1/dot_general"]],
    [undefined, ["jit(f)/Dense_0/dot_general"]],
    [undefined, []],
  ])("is %s", (top, names) => {
    expect(topModule(names)).toBe(top);
  });
});
