import type { Spec as VegaSpec } from "vega";
import type { Spec } from "./spec.ts";

/** A Vega-Lite specification as one of Vega; what Vega-Lite finds unusual is not printed. */
export async function compiled(spec: Spec): Promise<VegaSpec> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  return vegaLite.compile(spec as never, { logger: vega.logger(vega.Error) }).spec;
}
