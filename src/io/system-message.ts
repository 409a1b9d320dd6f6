const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EISDIR: "a folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "a file system that is read only",
  ENOSPC: "a full disk",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
};

/** What a system call's error says, in words where it is a common one. */
export function systemMessage(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return (code === undefined ? undefined : MEANINGS[code]) ?? cause.message;
}
