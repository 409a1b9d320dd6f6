/** Marks that are never seen: resvg keeps the hit areas of Vega's groups. */
const HIDDEN = /<path[^>]*visibility="hidden"[^>]*\/>/g;
const EMPTY_GROUP = /<g(?: [^>]*)?>\s*<\/g>/g;
/** `M 1 2 L -3 4` → `M1 2L-3 4`. */
const PATH = / d="([^"]*)"/g;

/** An SVG of resvg without indentation, spaces beside letters of paths, and what cannot be seen. */
export function compacted(svg: string): string {
  return withoutEmptyGroups(svg.replace(HIDDEN, "").replace(/>\s+</g, "><")).replace(
    PATH,
    (_, path: string) => ` d="${path.replace(/ ?([A-Za-z]) ?/g, "$1").replace(/ -/g, "-")}"`,
  );
}

function withoutEmptyGroups(svg: string): string {
  const less = svg.replace(EMPTY_GROUP, "");
  return less === svg ? svg : withoutEmptyGroups(less);
}
