import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';
import type { World } from './world.ts';

/** What every command is created with. */
export interface Here {
  readonly world: World;
  readonly terminal: Terminal;
  /** Options for everything of the client's that a command creates. */
  readonly client: Pick<World, 'fetch' | 'sleep' | 'now'>;
}

/** The options of all commands. */
export interface GlobalOptions {
  readonly outputs?: string;
  readonly json?: boolean;
}

export type AddCommands = (program: Command, here: Here) => void;
