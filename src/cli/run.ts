import { Command, CommanderError } from 'commander';
import { addAccountCommands } from './account-commands.ts';
import { addAttackCommand } from './attack-command.ts';
import { addCallCommand } from './call-command.ts';
import { CliError } from './cli-error.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEraseCommand } from './erase-command.ts';
import { exitCodes, exitStatusHelp } from './exit-codes.ts';
import { addExportCommand } from './export-command.ts';
import { addFileCommands } from './file-commands.ts';
import type { GlobalOptions, Here } from './here.ts';
import { addImportCommand } from './import-command.ts';
import { addLocalCommands } from './local-commands.ts';
import { addNoteCommands } from './note-commands.ts';
import { addOpenApiCommand } from './openapi-command.ts';
import { addSessionCommands } from './session-commands.ts';
import { findSessionPlace } from './session-place.ts';
import { createTerminal } from './terminal.ts';
import { addTotpCommands } from './totp-commands.ts';
import { addWhyCommand } from './why-command.ts';
import type { World } from './world.ts';

/** Runs one command, such as `['list', '--all']`, and resolves to its exit status. Never rejects. */
export const run = async (argv: readonly string[], world: World): Promise<number> => {
  const terminal = createTerminal(world);
  const { fetch, sleep, now, signal } = world;
  const here: Here = { world, terminal, client: { ...(fetch && { fetch }), ...(sleep && { sleep }), now } };
  let exitCode: number = exitCodes.done;

  const program = new Command('notes')
    .description('Your notes, and nobody else’s.')
    .option(
      '--outputs <file>',
      'outputs of the deployment (default: NOTES_OUTPUTS, or the nearest .local/outputs.json here or above)',
    )
    .option('--json', 'print JSON')
    .configureOutput({ writeOut: terminal.help, writeErr: terminal.wrongUsage, outputError: terminal.wrongUsage })
    .exitOverride()
    .addHelpText('after', () => `${exitStatusHelp}\n${describePlace(world)}`);
  addAccountCommands(program, here);
  addSessionCommands(program, here);
  addTotpCommands(program, here);
  addNoteCommands(program, here);
  addFileCommands(program, here);
  addExportCommand(program, here);
  const onStatus = (status: number) => {
    exitCode = status;
  };
  addImportCommand(program, here, onStatus);
  addEraseCommand(program, here);
  addCallCommand(program, here, onStatus);
  addWhyCommand(program, here);
  addLocalCommands(program, here);
  addAttackCommand(program, here, onStatus);
  addDoctorCommand(program, here, onStatus);
  addOpenApiCommand(program, here);

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version are not errors; commander has already reported the others.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const failure = error instanceof CliError ? error : unexpected(error);
    terminal.failure(program.opts<GlobalOptions>().json, failure.message, failure.more);
    return signal.aborted ? exitCodes.interrupted : failure.exitCode;
  } finally {
    terminal.end();
  }
};

const describePlace = (world: World): string => {
  try {
    return `Sign-ins are kept in ${findSessionPlace(world).file} (NOTES_SESSION), which holds tokens.`;
  } catch (error) {
    return error instanceof CliError ? error.message : '';
  }
};

/** Describes a bug by its location, without its message, which may contain a secret. */
const unexpected = (error: unknown): CliError => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const where = stack.split('\n').filter((line) => /^ +at /.test(line));
  const name = error instanceof Error ? error.name : typeof error;
  return new CliError(
    exitCodes.unexpected,
    ['Something unexpected happened:', name, ...where.map((line) => line.trim())].join(' '),
  );
};
