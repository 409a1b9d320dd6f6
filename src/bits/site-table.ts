import type { Attributes, Graph, GraphNode } from "../graph/graph.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { bodyOf } from "../ops/body.ts";
import { runnable, siteOf } from "../ops/evaluate.ts";
import type { Site } from "../ops/operator.ts";
import { Steps } from "../ops/steps.ts";
import type { Work } from "../ops/work.ts";
import type { Composite, Primitive } from "./node-values.ts";

/** One use of an operator, with what it costs or is made of once somebody has asked. */
export interface KnownSite extends Site<Attributes> {
  work?: Work;
  body?: Graph;
}

/** Sites that are remembered for one operator with the same attributes. */
const MOST = 16;

/** Uses of operators: nodes that look the same share one, and its work. */
export class SiteTable {
  /** By operator and attributes, of which equal ones in a graph are one object, as its types are. */
  readonly #operators = new Map<string, Map<Attributes, KnownSite[]>>();

  of(graph: Graph, node: GraphNode): KnownSite {
    if (node.regions.length > 0) {
      const regions = node.regions.map((region) => runnable(region, { steps: new Steps() }));
      return { ...siteOf(graph, node), regions };
    }
    const known = this.#like(node);
    for (const site of known) if (isSiteOf(site, graph, node)) return site;
    const site: KnownSite = siteOf(graph, node);
    if (known.length >= MOST) known.shift();
    known.push(site);
    return site;
  }

  #like({ operator, attributes }: GraphNode): KnownSite[] {
    let byAttributes = this.#operators.get(operator);
    if (byAttributes === undefined) {
      byAttributes = new Map();
      this.#operators.set(operator, byAttributes);
    }
    let known = byAttributes.get(attributes);
    if (known === undefined) {
      known = [];
      byAttributes.set(attributes, known);
    }
    return known;
  }
}

/** Multiply-accumulates and scalar operations of a site, worked out once. */
export function workOf(operator: Primitive, site: KnownSite): Work {
  site.work ??= operator.work(site);
  return site.work;
}

/** The body of a composite's site, looked up once. */
export function bodyOfSite(operator: Composite, site: KnownSite): Graph {
  site.body ??= bodyOf(operator, site.inputs, site.attributes);
  return site.body;
}

function isSiteOf(site: KnownSite, graph: Graph, node: GraphNode): boolean {
  return areTypes(site.inputs, graph, node.inputs) && areTypes(site.outputs, graph, node.outputs);
}

function areTypes(types: readonly TensorType[], graph: Graph, ids: readonly number[]): boolean {
  if (types.length !== ids.length) return false;
  for (let i = 0; i < ids.length; i++) if (types[i] !== graph.type(ids[i] as number)) return false;
  return true;
}
