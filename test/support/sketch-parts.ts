import type { TensorId } from "../../src/graph/graph.ts";
import { batchNormalization } from "../../src/ops/composite/batch-normalization.ts";
import type { WindowAttributes } from "../../src/ops/windows.ts";
import { irregular, type Sketch } from "./sketch.ts";

/** Batch normalization per channel with irregular stored parameters. */
export function batchNormalized(s: Sketch, x: TensorId): TensorId {
  const channels = s.shape(x)[1] as number;
  const [scale, bias, mean] = [3, 5, 7].map((start) =>
    s.w([channels], irregular(channels + start).slice(start)),
  ) as [TensorId, TensorId, TensorId];
  const variance = s.w(
    [channels],
    irregular(channels).map((v) => v * v + 0.1),
  );
  const inputs = [x, scale, bias, mean, variance] as const;
  return s.emit(batchNormalization, inputs, { epsilon: 1e-5, spatial: true });
}

/** Square windows over the two last axes of four. */
export function windows(size: number, stride: number, padding = 0): WindowAttributes {
  const list = (value: number, other: number) => [other, other, value, value];
  const pads = list(padding, 0);
  return {
    window: list(size, 1),
    strides: list(stride, 1),
    padLow: pads,
    padHigh: pads,
    dilations: list(1, 1),
  };
}
