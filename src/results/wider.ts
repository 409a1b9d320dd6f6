import type { WidthSide } from "./compare-result.ts";

type Width = Pick<WidthSide, "bits" | "float">;

/** True where something has more bits than before, or became a float of as many. */
export function isWider({ before, after }: { readonly before: Width; readonly after: Width }) {
  if (after.bits !== before.bits) return after.bits > before.bits;
  return after.float && !before.float;
}
