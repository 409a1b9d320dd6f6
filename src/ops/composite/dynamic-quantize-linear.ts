import { composite } from "../builder.ts";
import { add, divide, maximum, minimum, negate, subtract } from "../core/arithmetic.ts";
import { equal } from "../core/comparison.ts";
import { convert } from "../core/convert.ts";
import { reduceMaximum, reduceMinimum } from "../core/reduce.ts";
import { round } from "../core/rounding.ts";
import { quantizeTensor } from "./requantize.ts";

/**
 * u8 codes over the range of x with 0 in it, the scale (max - min) / 255 and the zero point
 * round(saturate(-min / scale)), each operation rounded to f32. Where all of x is 0 the scale is 1.
 *
 * Source: ONNX `DynamicQuantizeLinear`; the scale of zeros, on which ONNX is silent, is onnxruntime's.
 */
export const dynamicQuantizeLinear = composite<object, 1>({
  name: "DynamicQuantizeLinear",
  arity: 1,
  build(b, [x]) {
    const zero = b.scalar("f32", 0);
    const top = b.scalar("f32", 255);
    const all = { axes: b.shape(x).map((_, axis) => axis), keepAxes: false };
    const most = b.emit(maximum, [b.emit(reduceMaximum, [x], all), zero], {});
    const least = b.emit(minimum, [b.emit(reduceMinimum, [x], all), zero], {});
    const range = b.emit(subtract, [most, least], {});
    const empty = b.emit(equal, [range, zero], {});
    const one = b.emit(convert, [empty], { to: "f32", saturate: false });
    const scale = b.emit(add, [b.emit(divide, [range, top], {}), one], {});
    const shift = b.emit(negate, [b.emit(divide, [least, scale], {})], {});
    const inside = b.emit(minimum, [b.emit(maximum, [shift, zero], {}), top], {});
    const code = b.emit(round, [inside], {});
    const zeroPoint = b.emit(convert, [code], { to: "u8", saturate: true });
    return [quantizeTensor(b, x, { element: "u8", scale, zeroPoint }), scale, zeroPoint];
  },
});
