import type { Credentials } from '../credentials.ts';
import type { Outputs } from '../outputs.ts';
import type { OutputsFile } from '../outputs-option.ts';
import type { State } from '../state.ts';
import { createChainRoutes } from '../trace/chain-routes.ts';
import type { Tracing } from '../trace/tracing.ts';
import { tryRoutes } from '../try/try-routes.ts';
import { createDataRoutes } from './data/routes.ts';
import type { ShownChoices } from './data/shown.ts';
import type { WatchedData } from './data/watched-data.ts';
import type { ConsoleRoute } from './route.ts';

/** The parts of the running stack that the console uses. A part of the console that needs more adds it here. */
export interface Watched {
  readonly outputs: Outputs;
  readonly outputsFile: OutputsFile;
  readonly choices: ShownChoices;
  readonly traced: Tracing | undefined;
  readonly state: State;
  readonly credentials: Credentials;
  /** Creates a user unless one with this address exists. */
  readonly ensureUser: (email: string, password: string) => Promise<void>;
  /** Epoch milliseconds; by default, the machine's clock. */
  readonly now?: () => number;
  readonly data: WatchedData;
}

/** A part of the console, as the routes that it adds. */
export type ConsolePart = (watched: Watched) => readonly ConsoleRoute[];

const aboutTheStack: ConsolePart = ({ outputs, outputsFile, choices }) => [
  { route: 'GET /api/outputs', answer: () => ({ json: outputs }) },
  { route: 'GET /api/outputs-file', answer: () => ({ json: outputsFile }) },
  { route: 'GET /api/choices', answer: () => ({ json: choices }) },
];

/** One row for each part. */
const parts: readonly ConsolePart[] = [
  aboutTheStack,
  createChainRoutes,
  tryRoutes,
  ({ data }) => createDataRoutes(data),
];

/** Creates all routes of the console. */
export const createConsoleRoutes = (watched: Watched): readonly ConsoleRoute[] =>
  parts.flatMap((part) => part(watched));
