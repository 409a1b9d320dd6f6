import { ByteList } from "../../graph/byte-list.ts";

/** Bytes of all names that are kept: those of some ten thousand nodes. */
const MOST_BYTES = 1 << 20;
const NO_BYTES = new Uint8Array(0);

/**
 * Names of the first nodes of a graph, as they were read: reports ask for many of them. Those of
 * later nodes, and all that follow a node with metadata, are read from the file once more.
 */
export class KeptNames {
  readonly #names = new ByteList();
  #bytes = 0;
  #isOpen = true;
  /** Nodes whose names are kept. */
  #known = 0;

  /** Appends a name of the node that is being read: the bytes from `start` up to `end`. */
  push(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#isOpen) return;
    this.#bytes += end - start;
    this.#names.push(bytes, start, end);
  }

  /** Ends a node: where it had two names, or is said to have more than a name, no more are kept. */
  endNode(hasMore: boolean): void {
    if (!this.#isOpen) return;
    if (this.#names.length === this.#known) this.#names.push(NO_BYTES, 0, 0);
    this.#isOpen = !hasMore && this.#names.length === this.#known + 1 && this.#bytes <= MOST_BYTES;
    if (this.#isOpen) this.#known++;
  }

  /** The name of a node, "" where it has none; undefined where it was not kept. */
  of(node: number): string | undefined {
    return node < this.#known ? this.#names.text(node) : undefined;
  }
}
