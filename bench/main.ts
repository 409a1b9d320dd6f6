import { benchScore } from "./score.ts";

/** `npm run bench`: every figure is a ratio of two things measured in this process. */
benchScore();
