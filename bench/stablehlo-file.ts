import { closeSync, openSync, writeSync } from "node:fs";

const T = "tensor<1x8x8x16xf32>";
const K = "tensor<3x3x16x16xf32>";
const PIECE = 1 << 20;

/** Writes a text of five operations again and again, as JAX prints a convolution with its bias. */
export function writeOperations(path: string, operations: number): void {
  writePieces(path, operationPieces(operations));
}

/** Writes a text of constants: `tokens` of hexadecimal digits or lists of decimals, of `size` bytes each. */
export function writeConstants(
  path: string,
  tokens: number,
  size: number,
  inDecimal: boolean,
): void {
  writePieces(path, constantPieces(tokens, size, inDecimal));
}

function* operationPieces(operations: number): Generator<string> {
  yield `module @jit_f {\n  func.func public @main(%arg0: ${T}, %arg1: ${K}) -> ${T} {\n`;
  let last = "%arg0";
  for (let i = 0; i < operations / 5; i++) {
    yield `    %cst_${i} = stablehlo.constant dense<${i}.5e-1> : tensor<16xf32>
    %${4 * i} = stablehlo.broadcast_in_dim %cst_${i}, dims = [3] : (tensor<16xf32>) -> ${T}
    %${4 * i + 1} = stablehlo.convolution(${last}, %arg1) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (${T}, ${K}) -> ${T}
    %${4 * i + 2} = stablehlo.add %${4 * i + 1}, %${4 * i} : ${T}
    %${4 * i + 3} = call @relu(%${4 * i + 2}) : (${T}) -> ${T}\n`;
    last = `%${4 * i + 3}`;
  }
  yield `    return ${last} : ${T}\n  }\n  func.func private @relu(%arg0: ${T}) -> ${T} {\n`;
  yield `    %0 = stablehlo.abs %arg0 : ${T}\n    return %0 : ${T}\n  }\n}\n`;
}

function* constantPieces(tokens: number, size: number, inDecimal: boolean): Generator<string> {
  yield "module @jit_f {\n  func.func public @main() {\n";
  const item = inDecimal ? "1.25000000e-01, " : "0000803E";
  const count = Math.floor(size / item.length);
  const all = item.repeat(count);
  const text = inDecimal ? `[${all.slice(0, -2)}]` : `"0x${all}"`;
  for (let i = 0; i < tokens; i++) {
    yield `    %${i} = stablehlo.constant dense<${text}> : tensor<${count}xf32>\n`;
  }
  yield "    return\n  }\n}\n";
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    writeSync(file, waiting.join(""));
    waiting = [];
    length = 0;
  }
  writeSync(file, waiting.join(""));
  closeSync(file);
}
