import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { AceError } from "../../errors.ts";
import { fileSource } from "../../io/byte-source.ts";
import type { ExternalData, ExternalFiles } from "./tensor-proto.ts";

/** Reads external data beside the model in `folder`; nothing outside it, links included. */
export function filesBeside(folder: string): ExternalFiles {
  return (data, tensor) => {
    const path = resolve(folder, data.location);
    if (isAbsolute(data.location) || escapes(folder, path)) throw refused(data, tensor);
    const real = realPath(path, data, tensor);
    if (escapes(realpathSync(folder), real)) throw refused(data, tensor);
    const source = fileSource(path);
    try {
      return source.read(data.offset, data.length ?? source.size - data.offset);
    } catch (cause) {
      throw missing(data, tensor, `${source.size} bytes`, cause);
    } finally {
      source.close();
    }
  };
}

/** No files: the model came as bytes. */
export const noFiles: ExternalFiles = (data, tensor) => {
  throw missing(data, tensor, "a model that was given as bytes");
};

function escapes(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function realPath(path: string, data: ExternalData, tensor: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw missing(data, tensor, "no such file", cause);
  }
}

function missing(data: ExternalData, tensor: string, got: string, cause?: unknown): AceError {
  const to = data.length === undefined ? "the end" : data.offset + data.length;
  return new AceError(
    "missing-data",
    {
      action: "read",
      subject: `tensor ${tensor}`,
      expected: `bytes ${data.offset} to ${to} of ${data.location} beside the model`,
      got,
    },
    { where: { tensor }, cause },
  );
}

function refused(data: ExternalData, tensor: string): AceError {
  return new AceError(
    "malformed-model",
    {
      action: "read",
      subject: `tensor ${tensor}`,
      expected: "external data inside the model's folder",
      got: data.location,
    },
    { where: { tensor } },
  );
}
