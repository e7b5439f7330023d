import type { Outputs } from '../outputs.ts';
import type { ConsoleRoute } from './route.ts';

/** What of the running stack the console asks about. A part that needs more of it names that here. */
export interface Watched {
  readonly outputs: Outputs;
}

/** The questions of a part of the console. */
export type ConsolePart = (watched: Watched) => readonly ConsoleRoute[];

const aboutTheStack: ConsolePart = ({ outputs }) => [{ route: 'GET /api/outputs', answer: () => ({ json: outputs }) }];

/** A row for each part. */
const parts: readonly ConsolePart[] = [aboutTheStack];

/** All that the console may ask. */
export const consoleRoutes = (watched: Watched): readonly ConsoleRoute[] => parts.flatMap((part) => part(watched));
