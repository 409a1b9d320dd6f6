import { z } from "zod";

/** What `ace score --jsonl` prints in place of a result, for a line that it could not score. */
export const failureSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    where: z.string().exactOptional(),
    hint: z.string().exactOptional(),
  }),
});

export type FailureLine = z.infer<typeof failureSchema>;
