import { AceError } from "../../../errors.ts";
import { isModelKeyword } from "./model.ts";
import { snakeCase } from "./proto-json.ts";
import { fieldOf } from "./schema.ts";
import { TokenReader } from "./token-reader.ts";
import { atType } from "./types.ts";

/** A form of ONNX models that is text. */
export type TextForm = "syntax" | "text proto" | "json";

/** The form of a text by its first tokens; undefined where it is no ONNX model in text. */
export function textFormOf(head: string): TextForm | undefined {
  try {
    return formAhead(new TokenReader(head));
  } catch (error) {
    if (error instanceof AceError) return undefined;
    throw error;
  }
}

function formAhead(t: TokenReader): TextForm | undefined {
  if (t.take("<")) return t.kind === "word" && isModelKeyword(t.text) ? "syntax" : undefined;
  if (t.take("{")) return isField(t, "string", snakeCase(t.text)) ? "json" : undefined;
  const field = isField(t, "word", t.text);
  if (t.kind !== "word" && t.kind !== "string") return undefined;
  t.next();
  if (field && (t.at(":") || t.at("{") || t.at("<"))) return "text proto";
  return t.take("(") && atInputs(t) ? "syntax" : undefined;
}

function isField(t: TokenReader, kind: "word" | "string", name: string): boolean {
  return t.kind === kind && fieldOf("ModelProto", name) !== undefined;
}

/** A graph without a header: its inputs begin with a type, or there are none. */
function atInputs(t: TokenReader): boolean {
  return atType(t) || (t.take(")") && t.at("=>"));
}
