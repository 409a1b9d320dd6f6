/** Where something stands in a JSON document: keys and indices from the outside in. */
export type Path = readonly (string | number)[];

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Frame {
  readonly isObject: boolean;
  readonly path: Path;
  index: number;
  /** The key whose value comes next. */
  key: string | undefined;
}

/** A path as one writes it: `models[0].budgets.layers["head/*"].share`. */
export function pathText(path: Path): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join("");
}

/** Offsets of all keys and elements of a JSON text that is well formed, by path. */
export function jsonPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const open: Frame[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const frame = open.at(-1);
    if (token === "," && frame !== undefined) {
      frame.index++;
      frame.key = undefined;
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (frame?.isObject === true && frame.key === undefined) {
      frame.key = JSON.parse(token) as string;
      places.set(pathText([...frame.path, frame.key]), index);
    } else if (token !== ":") {
      const path = frame === undefined ? [] : [...frame.path, frame.key ?? frame.index];
      if (frame?.isObject === false) places.set(pathText(path), index);
      const isObject = token === "{";
      if (isObject || token === "[") open.push({ isObject, path, index: 0, key: undefined });
    }
  }
  return places;
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}
