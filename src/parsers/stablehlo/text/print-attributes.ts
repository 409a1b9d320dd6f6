import type { Attribute, Attributes, Elements } from "../program/attribute.ts";
import type { Location } from "../program/location.ts";
import { typeText } from "../program/type.ts";

/** Attributes of MLIR itself: their names have no `#`. */
const BUILT_IN: ReadonlySet<string> = new Set(["affine_map", "affine_set", "strided"]);

/** `{a = 1, b}`; nothing where there are none. */
export function dictionaryText(attributes: Attributes, note: (elements: Elements) => void): string {
  const entries = [...attributes].map(([name, value]) => {
    const key = keyText(name);
    return value.kind === "unit" ? key : `${key} = ${attributeText(value, note)}`;
  });
  return `{${entries.join(", ")}}`;
}

/**
 * The attribute as MLIR writes it.
 *
 * @param note - is told of elements, some of which stand at the end of the text
 */
export function attributeText(attribute: Attribute, note: (elements: Elements) => void): string {
  switch (attribute.kind) {
    case "unit":
      return "unit";
    case "bool":
      return `${attribute.value}`;
    case "integer":
      return `${attribute.value} : ${attribute.type}`;
    case "float":
      return `${attribute.text} : ${attribute.type}`;
    case "string":
      return stringText(attribute.value);
    case "symbol":
      return attribute.path.map(symbolText).join("::");
    case "type":
      return typeText(attribute.type);
    case "list":
      return `[${attribute.items.map((item) => attributeText(item, note)).join(", ")}]`;
    case "dictionary":
      return dictionaryText(attribute.entries, note);
    case "array":
      return arrayText(attribute.element, attribute.values);
    case "elements":
      note(attribute.elements);
      return elementsText(attribute.elements);
    case "dialect":
      return dialectText(attribute.name, attribute.body);
    case "alias":
      return `#${attribute.name}`;
    case "location":
      return locationText(attribute.location);
    default:
      return attribute satisfies never;
  }
}

function arrayText(element: string, values: readonly (bigint | string)[]): string {
  if (values.length === 0) return `array<${element}>`;
  const text = element === "i1" ? values.map((value) => value !== 0n) : values;
  return `array<${element}: ${text.join(", ")}>`;
}

function elementsText(elements: Elements): string {
  const { resource } = elements;
  const whole =
    resource === undefined
      ? `dense<${elements.text()}>`
      : `dense_resource<${keyText(resource.name)}>`;
  return `${whole} : ${typeText(elements.type)}`;
}

function dialectText(name: string, body: string | undefined): string {
  const mark = BUILT_IN.has(name) ? "" : "#";
  return body === undefined ? `${mark}${name}` : `${mark}${name}<${body}>`;
}

/** `loc(...)`. */
export function locationText(location: Location): string {
  return `loc(${innerText(location)})`;
}

function innerText(location: Location): string {
  switch (location.kind) {
    case "unknown":
      return "unknown";
    case "alias":
      return `#${location.name}`;
    case "name": {
      const child = location.child === undefined ? "" : `(${innerText(location.child)})`;
      return `${stringText(location.name)}${child}`;
    }
    case "file":
      return location.text;
    case "callsite":
      return `callsite(${innerText(location.callee)} at ${innerText(location.caller)})`;
    case "fused": {
      const metadata = location.metadata === undefined ? "" : `<${location.metadata}>`;
      return `fused${metadata}[${location.items.map(innerText).join(", ")}]`;
    }
    default:
      return location satisfies never;
  }
}

const BARE = /^[A-Za-z_][\w$.]*$/;

/** `@name`, in quotes where it needs them. */
function symbolText(name: string): string {
  return `@${keyText(name)}`;
}

/** A name, in quotes where it is no word. */
export function keyText(name: string): string {
  return BARE.test(name) ? name : stringText(name);
}

/** A string of MLIR; half a surrogate pair stands for a byte that is no UTF-8. */
export function stringText(value: string): string {
  const inner = value.replaceAll(/["\\\p{Cc}\p{Surrogate}]/gu, (part) => {
    const byte = part.charCodeAt(0) & 0xff;
    return `\\${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `"${inner}"`;
}
