/** A map that forgets what was neither set nor replaced for long, so that it does not grow. */
export class RecentMap<K, V> {
  readonly #most: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  /** @param most - entries that are remembered at least; at most twice as many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
