import type { Credentials } from '../credentials.ts';
import type { Outputs } from '../outputs.ts';
import type { State } from '../state.ts';
import { createChainRoutes } from '../trace/chain-routes.ts';
import type { Tracing } from '../trace/tracing.ts';
import { tryRoutes } from '../try/try-routes.ts';
import { createDataRoutes } from './data/routes.ts';
import type { WatchedData } from './data/watched-data.ts';
import type { ConsoleRoute } from './route.ts';

/** What of the running stack the console asks about. A part that needs more of it names that here. */
export interface Watched {
  readonly outputs: Outputs;
  readonly traced: Tracing | undefined;
  readonly state: State;
  readonly credentials: Credentials;
  /** Makes a user, unless there is one of that address. */
  readonly ensureUser: (email: string, password: string) => Promise<void>;
  /** Epoch milliseconds; by default, the machine's clock. */
  readonly now?: () => number;
  readonly data: WatchedData;
}

/** The questions of a part of the console. */
export type ConsolePart = (watched: Watched) => readonly ConsoleRoute[];

const aboutTheStack: ConsolePart = ({ outputs }) => [{ route: 'GET /api/outputs', answer: () => ({ json: outputs }) }];

/** A row for each part. */
const parts: readonly ConsolePart[] = [
  aboutTheStack,
  createChainRoutes,
  tryRoutes,
  ({ data }) => createDataRoutes(data),
];

/** All that the console may ask. */
export const createConsoleRoutes = (watched: Watched): readonly ConsoleRoute[] =>
  parts.flatMap((part) => part(watched));
