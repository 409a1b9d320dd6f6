/** A pattern as a test: `*` stands for anything within a path segment, `**` for any segments. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern.replace(/\*\*\/|\*\*|\*|[\\^$+?.()|[\]{}]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    return token === "*" ? "[^/]*" : `\\${token}`;
  });
  const expression = new RegExp(`^${source}$`, "s");
  return (text) => expression.test(text);
}

/** The same for names in a model: a Flax path matches in both spellings, a name itself always. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const matches = globMatcher(asPath(pattern));
  return (name) => name === pattern || matches(asPath(name));
}

/** `params['a']['b']` as `params/a/b`. */
function asPath(name: string): string {
  return name.replace(/\[(['"])([^'"\]]*)\1\]/g, "/$2");
}

/** A message lists no more names than this. */
const MOST_NAMES = 10;

/** Names to choose from, those that share most with `wanted` first: `one of a, b, c, 12 more`. */
export function oneOf(names: readonly string[], wanted: string): string {
  const pairs = pairsOf(wanted);
  const likeness = new Map(names.map((name) => [name, shared(pairs, pairsOf(name))]));
  const nearest = [...likeness].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const listed = nearest.slice(0, MOST_NAMES);
  if (nearest.length > MOST_NAMES) listed.push(`${nearest.length - MOST_NAMES} more`);
  return `one of ${listed.join(", ")}`;
}

function pairsOf(name: string): ReadonlySet<string> {
  return new Set(
    Array.from({ length: Math.max(0, name.length - 1) }, (_, i) => name.slice(i, i + 2)),
  );
}

/** Pairs of neighbouring letters that both have, as a part of all. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const pair of a) if (b.has(pair)) both++;
  return both / Math.max(1, a.size + b.size);
}
