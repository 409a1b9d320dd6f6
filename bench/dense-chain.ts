import { bytesOf, floats, initializer, node, value, writeModel } from "./onnx-file.ts";

/** A chain of dense layers with relus after each: `layers` weights of [side, side] floats. */
export function writeDenseChain(
  path: string,
  layers: number,
  side: number,
  nodesPerLayer: number,
): void {
  const weights = bytesOf(floats(side * side));
  writeModel(path, function* () {
    yield value(11, "x", [1, side]);
    let last = "x";
    for (let layer = 0; layer < layers; layer++) {
      yield node("MatMul", `node/m${layer}`, [last, `w${layer}`], `m${layer}`);
      last = `m${layer}`;
      for (let i = 0; i < nodesPerLayer - 1; i++) {
        const output = `r${layer}_${i}`;
        yield node("Relu", `node/${output}`, [last], output);
        last = output;
      }
      yield* initializer(`w${layer}`, [side, side], weights);
    }
    yield value(12, last, [1, side]);
  });
}
