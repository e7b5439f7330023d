import { type FunctionName, routes } from './routes.ts';

/** What is deployed as a function: what serves a route, and what sweeps files. Each is a file in this folder. */
export type DeployedName = FunctionName | 'sweep';

export const deployedNames: readonly DeployedName[] = [...routes.map(({ function: name }) => name), 'sweep'];
