import type { Command } from 'commander';
import { type ClockChange, describeDuration, parseClockChange } from './clock-change.ts';
import { type AskConsole, createConsoleClient } from './console-questions.ts';
import { formatCommand } from './format-command.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { expectConfirmed } from './input.ts';
import { findOutputsFile } from './outputs.ts';
import { lines, type Words, words } from './terminal.ts';

type Options = GlobalOptions & { readonly yes?: boolean };

interface Snapshot {
  readonly name: string;
  /** Epoch milliseconds by the machine's clock. */
  readonly madeAt: number;
  readonly users: number;
}

interface Clock {
  /** Epoch milliseconds by the stack's clock, and how far it is ahead of the machine's. */
  readonly now: number;
  readonly offset: number;
}

interface Moved extends Clock {
  readonly expired: number;
  readonly runs: number;
  readonly failures: number;
  readonly signInsEnded: number;
  readonly codesEnded: number;
}

interface Seeded {
  readonly users: readonly string[];
  readonly password: string;
  readonly notes: number;
  readonly files: number;
  readonly deleted: number;
}

/** Adds the commands for a local stack's data as a whole, and for its clock. */
export const addLocalCommands: AddCommands = (program, { world, terminal }) => {
  const local = program.command('local').description('manage the data and the clock of a stack on this machine');
  const asking = (command: Command): { readonly options: Options; readonly ask: AskConsole } => {
    const options = command.optsWithGlobals<Options>();
    return { options, ask: createConsoleClient(findOutputsFile(world, options.outputs), world) };
  };

  local
    .command('reset')
    .description('delete all data, as in a new stack; addresses and ids stay the same')
    .option('--yes', 'do not ask')
    .action(async (_: unknown, command: Command) => {
      const { options, ask } = asking(command);
      await expectConfirmed(
        world,
        options.yes,
        'Delete all users, notes, files and mail of the stack on this machine?',
      );
      await ask('POST', 'reset');
      terminal.result(options.json, { reset: true }, words`All data is deleted; only the user of a new stack exists.`);
    });

  local
    .command('seed')
    .description('create three users with notes and files to look at; running it again creates no more')
    .action(async (_: unknown, command: Command) => {
      const { options, ask } = asking(command);
      const seeded = await ask<Seeded>('POST', 'seed');
      terminal.result(
        options.json,
        seeded,
        words`${seeded.users.join(', ')}, each with the password ${seeded.password}: ${seeded.notes} notes, ${seeded.files} files, ${seeded.deleted} deleted notes`,
      );
    });

  local
    .command('snapshot')
    .argument('[name]', 'what to call it (default: the time)')
    .description('copy all data, while the stack is running')
    .action(async (name: string | undefined, _: unknown, command: Command) => {
      const { options, ask } = asking(command);
      const made = await ask<Snapshot>('POST', 'snapshot', { name: name ?? createSnapshotName(world.now()) });
      terminal.result(
        options.json,
        made,
        words`Saved as ${made.name}. Restore it: ${formatCommand('local restore', [made.name], options)}`,
      );
    });

  local
    .command('snapshots')
    .description('list the snapshots, newest first')
    .action(async (_: unknown, command: Command) => {
      const { options, ask } = asking(command);
      const found = await ask<readonly Snapshot[]>('GET', 'snapshots');
      const shown = found.map(
        ({ name, madeAt, users }) => words`${new Date(madeAt).toISOString()}  ${users} users  ${name}`,
      );
      terminal.result(options.json, found, found.length === 0 ? words`There are no snapshots.` : lines(shown));
    });

  local
    .command('restore')
    .argument('<name>', 'name of the snapshot')
    .description('replace all data with a snapshot')
    .option('--yes', 'do not ask')
    .action(async (name: string, _: unknown, command: Command) => {
      const { options, ask } = asking(command);
      await expectConfirmed(world, options.yes, `Replace all data of the stack with the snapshot ${name}?`);
      const restored = await ask<Snapshot>('POST', 'restore', { name });
      terminal.result(options.json, restored, words`Restored ${restored.name}.`);
    });

  local
    .command('clock')
    .argument('[step]', 'such as +2d or +36h to move it forward; reset for the machine’s time', parseClockChange)
    .description('show the clock of the stack, or move it; what expires by then is expired')
    .action(async (step: ClockChange | undefined, _: unknown, command: Command) => {
      const { options, ask } = asking(command);
      if (step === undefined) {
        const clock = await ask<Clock>('GET', 'clock');
        return terminal.result(options.json, clock, describeClock(clock));
      }
      const moved = await ask<Clock | Moved>('POST', 'clock', step);
      terminal.result(options.json, moved, 'expired' in moved ? describeMove(moved) : describeClock(moved));
    });
};

/** Returns a name such as `2026-11-28-081500`. */
const createSnapshotName = (time: number): string =>
  new Date(time).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');

const describeClock = ({ now, offset }: Clock): Words => {
  const compared = offset === 0 ? 'the machine’s time' : `${describeDuration(offset)} ahead of the machine`;
  return words`${new Date(now).toISOString()}, ${compared}`;
};

const describeMove = (moved: Moved): Words =>
  lines([
    describeClock(moved),
    words`expired items deleted    ${moved.expired}`,
    words`scheduled functions run  ${moved.runs}${moved.failures === 0 ? '' : `, of which ${moved.failures} failed`}`,
    words`sign-ins expired         ${moved.signInsEnded}`,
    words`codes expired            ${moved.codesEnded}`,
  ]);
