import { AceError } from "../errors.ts";

/** Where text goes. */
export interface Output {
  /** Resolves when the text has been taken; rejects where it cannot be. */
  write(text: string): Promise<void>;
}

/** All that the command sees of the process that it runs in. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal. */
  readonly isTTY: boolean;
  /** Standard error is a terminal. */
  readonly isErrorTTY: boolean;
  /** Width of that terminal in characters. */
  readonly columns?: number | undefined;
}

/**
 * The same, with failures of standard output as `output-failed`; those of standard error are
 * dropped, since nobody is left to read of them.
 */
export function guarded(io: Io): Io {
  return {
    ...io,
    stdout: { write: (text) => io.stdout.write(text).catch(refuseOutput) },
    stderr: { write: (text) => io.stderr.write(text).catch(() => {}) },
  };
}

function refuseOutput(cause: unknown): never {
  throw new AceError(
    "output-failed",
    {
      action: "write",
      subject: "to standard output",
      expected: "it to take the text",
      got: cause instanceof Error ? cause.message : String(cause),
    },
    { cause },
  );
}

/** True where the reader of a pipe has gone: `ace score model.onnx | head -1`. */
export function isClosedPipe(error: unknown): boolean {
  if (!(error instanceof AceError) || error.code !== "output-failed") return false;
  const { cause } = error;
  return cause instanceof Error && "code" in cause && cause.code === "EPIPE";
}

/**
 * All of standard input.
 *
 * @throws {AceError} `unreadable-file`
 */
export async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of readable(input)) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Standard input line by line, each as soon as it is there, without its line end.
 *
 * @throws {AceError} `unreadable-file`
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of readable(input)) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() as string;
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  rest += decoder.decode();
  if (rest !== "") yield rest.replace(/\r$/, "");
}

async function* readable(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new AceError(
      "unreadable-file",
      { action: "read", subject: "standard input", expected: "a file or a pipe", got },
      { cause },
    );
  }
}
