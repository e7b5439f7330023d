import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';
import type { World } from './world.ts';

/** What every command is made with. */
export interface Here {
  readonly world: World;
  readonly terminal: Terminal;
  /** For whatever of the client's is made. */
  readonly client: Pick<World, 'fetch' | 'sleep' | 'now'>;
}

/** Options of all commands. */
export interface GlobalOptions {
  readonly outputs?: string;
  readonly json?: boolean;
}

export type AddCommands = (program: Command, here: Here) => void;
