import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchLayers } from "../../src/compare/match.ts";
import type { Layer } from "../../src/results/score-result.ts";
import { conv, distinctLayers, repeatedLayers } from "./samples.ts";

const renamed = (layers: readonly Layer[]): readonly Layer[] =>
  layers.map((layer, i) => ({ ...layer, name: `node_conv2d_${i}` }));

/** Which place of `before` each place of `after` came from: -1 for none. */
const origins = (before: readonly Layer[], after: readonly Layer[]): readonly number[] => {
  const found = new Array<number>(after.length).fill(-1);
  for (const match of matchLayers(before, after)) found[match.after] = match.before;
  return found;
};
const moves = (before: readonly Layer[], after: readonly Layer[]): readonly string[] =>
  matchLayers(before, after)
    .filter(({ moved }) => moved)
    .map((match) => before[match.before]?.name as string);

const counting = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

describe("`matchLayers()` by name", () => {
  it("pairs equal names whatever else differs", () => {
    const before = [conv("a", 3, 8), conv("b", 8, 8)];
    expect(origins(before, [conv("a", 3, 16), conv("b", 16, 8)])).toEqual([0, 1]);
  });

  it("keeps a widened layer though another one now looks as it did", () => {
    const before = [conv("a", 8, 8)];
    expect(origins(before, [conv("a", 8, 16), conv("new", 8, 8)])).toEqual([0, -1]);
  });

  it("says which layers moved: as few as explain the order", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name, i) => conv(name, i + 1, i + 1));
    const before = [a, b, c, d] as Layer[];
    expect(moves(before, [d, a, b, c] as Layer[])).toEqual(["d"]);
  });
});

describe("`matchLayers()` by structure", () => {
  it("sees through new names", () => {
    fc.assert(
      fc.property(repeatedLayers(40), (layers) => {
        expect(origins(layers, renamed(layers))).toEqual(counting(layers.length));
      }),
    );
  });

  it("finds a widened layer and its reader in a network of new names", () => {
    const before = [conv("a", 3, 8), conv("b", 8, 8), conv("c", 8, 8), conv("d", 8, 4)];
    const after = [conv("w", 3, 8), conv("x", 8, 12), conv("y", 12, 8), conv("z", 8, 4)];
    expect(origins(before, after)).toEqual([0, 1, 2, 3]);
  });

  it("finds a widened layer among new names, wherever it is, also where they repeat", () => {
    const networks = fc.oneof(distinctLayers(1, 30), repeatedLayers(30));
    fc.assert(
      fc.property(networks, fc.nat(), (layers, seed) => {
        fc.pre(layers.length > 0);
        const at = seed % layers.length;
        const widened = conv("wide", layers[at]?.lhs.shape[1] as number, 1000);
        expect(origins(layers, renamed(layers.with(at, widened)))).toEqual(counting(layers.length));
      }),
    );
  });

  it("finds what is inserted into a network of new names", () => {
    fc.assert(
      fc.property(distinctLayers(1, 40), fc.nat(), (layers, seed) => {
        const at = seed % (layers.length + 1);
        const after = renamed(layers.toSpliced(at, 0, conv("new", 500, 500)));
        expect(origins(layers, after)).toEqual(counting(layers.length).toSpliced(at, 0, -1));
      }),
    );
  });

  it("finds what is removed, of several layers too", () => {
    fc.assert(
      fc.property(distinctLayers(1, 40), fc.func(fc.boolean()), (layers, isKept) => {
        const kept = counting(layers.length).filter((place) => isKept(place));
        const after = renamed(kept.map((place) => layers[place] as Layer));
        expect(origins(layers, after)).toEqual(kept);
      }),
    );
  });

  it("finds layers in another order", () => {
    const shuffled = distinctLayers(2, 30).chain((layers) =>
      fc.tuple(
        fc.constant(layers),
        fc.shuffledSubarray([...counting(layers.length)], { minLength: layers.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([layers, order]) => {
        const after = order.map((place) => layers[place] as Layer);
        expect(origins(layers, after)).toEqual(order);
      }),
    );
  });

  it("finds one layer of a new name at another place", () => {
    const before = [conv("a", 1, 1), conv("b", 2, 2), conv("c", 3, 3), conv("d", 4, 4)];
    const after = renamed([conv("d", 4, 4), conv("a", 1, 1), conv("b", 2, 2), conv("c", 3, 3)]);
    expect(origins(before, after)).toEqual([3, 0, 1, 2]);
    expect(moves(before, after)).toEqual(["d"]);
  });

  it("does not believe numbered names that an insertion has shifted", () => {
    const numbered = (layers: readonly Layer[]) =>
      layers.map((layer, i) => ({ ...layer, name: `Conv_${i}` }));
    fc.assert(
      fc.property(distinctLayers(6, 30), (layers) => {
        const before = numbered(layers);
        const after = numbered([conv("new", 500, 500), ...layers]);
        expect(origins(before, after)).toEqual([-1, ...counting(layers.length)]);
      }),
    );
  });

  it("never pairs a convolution with a product", () => {
    const before = [conv("a", 8, 8)];
    const after = [{ ...conv("b", 8, 8), kind: "product" as const }];
    expect(origins(before, after)).toEqual([-1]);
  });
});

describe("`matchLayers()` of any two lists", () => {
  const any = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.nat(20)))
    .map((rows) => rows.map(([from, to, name]) => conv(`layer${name}`, from, to)));

  it("uses no layer twice", () => {
    fc.assert(
      fc.property(any, any, (before, after) => {
        const matches = matchLayers(before, after);
        expect(new Set(matches.map((match) => match.before)).size).toBe(matches.length);
        expect(new Set(matches.map((match) => match.after)).size).toBe(matches.length);
        expect(matches).toEqual(matches.toSorted((a, b) => a.before - b.before));
      }),
    );
  });

  it("is the same the other way round", () => {
    fc.assert(
      fc.property(any, any, (before, after) => {
        const mirrored = matchLayers(after, before).map((match) => ({
          before: match.after,
          after: match.before,
          moved: match.moved,
        }));
        expect(mirrored.toSorted((a, b) => a.before - b.before)).toEqual(
          matchLayers(before, after),
        );
      }),
    );
  });

  it("pairs each layer of a list with itself", () => {
    fc.assert(
      fc.property(any, (layers) => {
        expect(origins(layers, layers)).toEqual(counting(layers.length));
        expect(moves(layers, layers)).toEqual([]);
      }),
    );
  });
});

describe("`matchLayers()` of 10^5 layers, within a minute", () => {
  const many = counting(100_000).map((i) => conv(`block/${i}/conv`, 1 + (i % 7), 1 + (i % 5)));
  const minute = 60_000;

  it(
    "finds an inserted and a widened layer among new names",
    () => {
      const after = [...renamed(many)];
      after[60_000] = conv("wide", 400, 1 + (60_000 % 5));
      after.splice(30_000, 0, conv("new", 500, 500));
      const found = origins(many, after);
      expect(found.filter((place) => place < 0)).toHaveLength(1);
      expect(found[30_000]).toBe(-1);
      expect(found[60_001]).toBe(60_000);
      expect(found[99_000]).toBe(98_999);
    },
    minute,
  );

  it(
    "ends for networks that have nothing in common",
    () => {
      const other = counting(100_000).map((i) => conv(`other/${i}`, 100 + (i % 97), 3 + (i % 89)));
      expect(matchLayers(many, other).length).toBeLessThanOrEqual(100_000);
    },
    minute,
  );

  it(
    "finds every layer in the reverse",
    () => {
      expect(matchLayers(many, renamed(many.toReversed()))).toHaveLength(100_000);
    },
    minute,
  );
});
