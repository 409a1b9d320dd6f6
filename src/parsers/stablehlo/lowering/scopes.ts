import { modulePaths } from "../module-path.ts";
import type { Location } from "../program/location.ts";
import type { Module, Program, Region } from "../program/program.ts";
import { namedWidths, notesOf } from "../width-names.ts";
import { Names } from "./names.ts";

/** Names of what is in a module: paths of modules where its locations have them. */
export function namesOf(program: Program, module: Module): Names {
  const names = new Names(program.aliases, () => undefined);
  const all = new Set<string>();
  const seen = new Set<Location>();
  for (const { body } of module.functions.values()) addNames(body, names, all, seen);
  return new Names(program.aliases, modulePaths(all), (name) => notesOf(namedWidths(name)));
}

function addNames(region: Region, names: Names, all: Set<string>, seen: Set<Location>): void {
  for (const { location, regions } of region.operations) {
    if (location !== undefined && !seen.has(location)) {
      seen.add(location);
      const name = names.nameOf(location);
      if (name !== undefined) all.add(name);
    }
    for (const inner of regions) addNames(inner, names, all, seen);
  }
}
