import {
  bytesOf,
  floats,
  type Ints,
  initializer,
  node,
  shape,
  value,
  writeModel,
} from "./onnx-file.ts";

const CHANNELS = 16;
const SIDE = 8;
const PICTURE = [1, CHANNELS, SIDE, SIDE];
const FLAT = [1, CHANNELS * SIDE * SIDE];
const NODES_PER_BLOCK = 10;
/** Blocks that have weights of their own; the others share them, so that nodes dominate. */
const WEIGHTS = 16;

/**
 * A residual network of binarized blocks with the names that PyTorch's exporter writes, and the
 * types of its inner tensors where `typed` is true.
 */
export function writeBinaryChain(path: string, nodes: number, typed: boolean): void {
  const blocks = Math.max(1, Math.round(nodes / NODES_PER_BLOCK));
  writeModel(path, function* () {
    yield value(11, "x", PICTURE);
    let last = "x";
    for (let block = 0; block < blocks; block++) {
      for (const { bytes, output, dims } of blockNodes(block, last)) {
        yield bytes;
        if (typed) yield value(13, output, dims);
        last = output;
      }
    }
    for (let set = 0; set < Math.min(WEIGHTS, blocks); set++) yield* weightSet(set);
    yield* shape("flat", [1, -1]);
    yield* shape("picture", PICTURE);
    yield value(12, last, PICTURE);
  });
}

const WINDOW = {
  dilations: [1, 1],
  kernel_shape: [3, 3],
  pads: [1, 1, 1, 1],
  strides: [1, 1],
};

const RESHAPE = { allowzero: 0 };

interface Made {
  readonly bytes: Uint8Array;
  readonly output: string;
  readonly dims: readonly number[];
}

function* blockNodes(block: number, input: string): Generator<Made> {
  const set = block % WEIGHTS;
  const at = `/layers/layers.${block}`;
  let last = input;
  const next = (
    operator: string,
    module: string,
    others: readonly string[],
    dims: readonly number[],
    ints: Ints = {},
  ): Made => {
    const name = `${at}${module}/${operator}`;
    const output = `${name}_output_0`;
    const inputs = [last, ...others];
    last = output;
    return { bytes: node(operator, name, inputs, output, ints), output, dims };
  };
  yield next("Sign", "/binarize", [], PICTURE);
  yield next("Conv", "/conv", [`weight.${set}`], PICTURE, WINDOW);
  yield next("Mul", "", [`scale.${set}`], PICTURE);
  const statistics = ["weight", "bias", "mean", "variance"].map((part) => `norm.${set}.${part}`);
  yield next("BatchNormalization", "/norm", statistics, PICTURE);
  yield next("Add", "", [input], PICTURE);
  yield next("Relu", "/act", [], PICTURE);
  yield next("Reshape", "/flatten", ["flat"], FLAT, RESHAPE);
  yield next("Mul", "/gain", ["gain"], FLAT);
  yield next("Reshape", "/unflatten", ["picture"], PICTURE, RESHAPE);
  yield next("Add", "/shift", [`shift.${set}`], PICTURE);
}

function* weightSet(set: number): Generator<Uint8Array> {
  const random = floats(CHANNELS * CHANNELS * 9, set + 1);
  const signs = random.map((x) => (x < 0.75 ? -1 : 1));
  yield* initializer(`weight.${set}`, [CHANNELS, CHANNELS, 3, 3], bytesOf(signs));
  yield* initializer(`scale.${set}`, [1, CHANNELS, 1, 1], bytesOf(floats(CHANNELS, set)));
  yield* initializer(`shift.${set}`, [1, CHANNELS, 1, 1], bytesOf(floats(CHANNELS, set)));
  for (const part of ["weight", "bias", "mean", "variance"]) {
    yield* initializer(`norm.${set}.${part}`, [CHANNELS], bytesOf(floats(CHANNELS, set)));
  }
  if (set === 0) yield* initializer("gain", [1], bytesOf(floats(1)));
}
