import { composite } from "../builder.ts";
import { refuse } from "../checks.ts";
import { broadcast } from "../core/broadcast.ts";
import { reshape } from "../core/reshape.ts";

/** The tensor repeated along each axis. Source: ONNX `Tile`; numpy's `tile`. */
export const tile = composite<{ readonly repeats: readonly number[] }, 1>({
  name: "Tile",
  arity: 1,
  build(b, [x], { repeats }) {
    const shape = b.shape(x);
    if (repeats.length !== shape.length || repeats.some((times) => times < 0)) {
      refuse("invalid-attribute", "Tile", `${shape.length} numbers of repeats`, `${repeats}`);
    }
    const apart = b.emit(reshape, [x], { shape: shape.flatMap((size) => [1, size]) });
    const repeated = b.emit(broadcast, [apart], {
      shape: shape.flatMap((size, axis) => [repeats[axis] as number, size]),
    });
    return [
      b.emit(reshape, [repeated], {
        shape: shape.map((size, axis) => size * (repeats[axis] as number)),
      }),
    ];
  },
});
