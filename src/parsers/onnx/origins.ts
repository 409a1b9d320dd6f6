import type { ByteStrings } from "../../graph/byte-strings.ts";
import type { GraphSource, Origin, OriginId } from "../../graph/graph.ts";
import type { OnnxNodes } from "./nodes.ts";

/** Nodes of one graph of the file, called from one place. */
interface Called {
  /** Origin of its first node; the others follow. */
  readonly first: OriginId;
  readonly nodes: OnnxNodes;
  /** What the user calls the node that calls it. */
  readonly caller: string;
}

/**
 * What users call nodes: those of the model's graph by their index, those of functions and inner
 * graphs as `caller/inner`, once for each caller.
 */
export class Origins implements GraphSource {
  readonly names: ByteStrings;
  readonly #called: Called[];
  readonly #known = new Map<string, OriginId>();
  #next: OriginId;
  #hasNotes: boolean;

  constructor(nodes: OnnxNodes) {
    this.names = nodes.names;
    this.#called = [{ first: 0, nodes, caller: "" }];
    this.#next = nodes.length;
    this.#hasNotes = nodes.hasNotes;
  }

  get hasNotes(): boolean {
    return this.#hasNotes;
  }

  /**
   * Origin of the first node of a graph that a node runs.
   *
   * @param which - tells the graphs of one node apart
   */
  enter(caller: OriginId, which: string, nodes: OnnxNodes): OriginId {
    const key = `${caller} ${which}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const first = this.#next;
    this.#called.push({ first, nodes, caller: this.origin(caller).name });
    this.#known.set(key, first);
    this.#next += nodes.length;
    this.#hasNotes ||= nodes.hasNotes;
    return first;
  }

  origin(id: OriginId): Origin {
    const { first, nodes, caller } = this.#calledAt(id);
    const origin = nodes.origin(id - first);
    return caller === "" ? origin : { ...origin, name: innerName(caller, origin.name) };
  }

  /** The last entry that begins at or before an origin. */
  #calledAt(id: OriginId): Called {
    let low = 0;
    let high = this.#called.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#called[middle] as Called).first <= id) low = middle;
      else high = middle - 1;
    }
    return this.#called[low] as Called;
  }
}

/** `caller/inner`; a leading slash is dropped. */
export function innerName(caller: string, inner: string): string {
  return `${caller}/${inner.startsWith("/") ? inner.slice(1) : inner}`;
}
