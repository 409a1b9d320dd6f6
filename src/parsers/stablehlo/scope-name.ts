/**
 * The components of a name that JAX gives an operation, `jit(f)/Net/c1/conv_general_dilated`: parts
 * between slashes that are not inside parentheses or brackets.
 */
export function scopesOf(name: string): readonly string[] {
  const scopes: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < name.length; at++) {
    const character = name[at] as string;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
    else if (character === "/" && depth === 0) {
      scopes.push(name.slice(start, at));
      start = at + 1;
    }
  }
  scopes.push(name.slice(start));
  return scopes;
}

/** A scope without the parameters that older producers print: `while[cond_nconsts=0]` is `while`. */
export function withoutParameters(scope: string): string {
  const bracket = scope.indexOf("[");
  return bracket > 0 ? scope.slice(0, bracket) : scope;
}
