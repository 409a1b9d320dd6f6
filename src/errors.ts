/** What went wrong, as a stable word that scripts may rely on. */
export type ErrorCode =
  | "wrong-usage"
  | "unreadable-file"
  | "malformed-model"
  | "malformed-tensor"
  | "missing-data"
  | "unsupported-format"
  | "unsupported-operator"
  | "unsupported-type"
  | "invalid-attribute"
  | "invalid-graph"
  | "shape-mismatch"
  | "type-mismatch"
  | "unknown-dimension"
  | "unknown-shape"
  | "unknown-value"
  | "elided-constant"
  | "too-large"
  | "output-failed"
  | "internal";

/** Where it went wrong, as far as it is known; the layer that knows a part adds it. */
export interface Where {
  readonly file?: string;
  /** Byte offset in the file. */
  readonly offset?: number;
  /** Line and column of a text, both from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly node?: string;
  readonly operator?: string;
  readonly tensor?: string;
}

/** The four parts of every message: Cannot (action) (subject): expected ..., got ... */
export interface Reason {
  readonly action: string;
  readonly subject: string;
  readonly expected: string;
  readonly got: string;
}

interface Extra {
  readonly where?: Where;
  /** Something that can be pasted or done, where one exists. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The only error that this package throws on purpose. */
export class AceError extends Error {
  readonly code: ErrorCode;
  readonly reason: Reason;
  readonly where: Where;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, reason: Reason, extra: Extra = {}) {
    super(
      `Cannot ${reason.action} ${reason.subject}: expected ${reason.expected}, got ${reason.got}`,
      extra.cause === undefined ? undefined : { cause: extra.cause },
    );
    this.name = "AceError";
    this.code = code;
    this.reason = reason;
    this.where = extra.where ?? {};
    this.hint = extra.hint;
  }

  /** The same error with a place added; what is already known of the place stays. */
  at(where: Where): AceError {
    const merged = { ...where, ...this.where };
    return new AceError(this.code, this.reason, {
      where: merged,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.cause === undefined ? {} : { cause: this.cause }),
    });
  }
}

/** Runs `body`; an {@link AceError} that leaves it learns `where`. */
export function within<T>(where: Where, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof AceError ? error.at(where) : error;
  }
}

/** One line that names the place: `model.onnx, node conv1 (Conv), tensor x`. */
export function formatWhere(where: Where): string {
  const parts: string[] = [];
  if (where.file !== undefined) parts.push(where.file);
  if (where.offset !== undefined) parts.push(`byte ${where.offset}`);
  if (where.line !== undefined) parts.push(`line ${where.line}`);
  if (where.column !== undefined) parts.push(`column ${where.column}`);
  if (where.node !== undefined || where.operator !== undefined) {
    const operator = where.operator === undefined ? "" : ` (${where.operator})`;
    parts.push(`node ${where.node ?? "without a name"}${operator}`);
  }
  if (where.tensor !== undefined) parts.push(`tensor ${where.tensor}`);
  return parts.join(", ");
}
