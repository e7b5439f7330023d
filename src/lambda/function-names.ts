import { type FunctionName, routes } from './routes.ts';

/**
 * The name of a deployed function: one that serves a route, or the one that sweeps files. Each is a file in this
 * folder.
 */
export type DeployedName = FunctionName | 'sweep';

export const deployedNames: readonly DeployedName[] = [...routes.map(({ function: name }) => name), 'sweep'];
