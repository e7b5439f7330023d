#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addAccountCommands } from './account-commands.ts';
import { addCallCommand } from './call-command.ts';
import { exitCodes, exitStatusHelp, Failure } from './failure.ts';
import { addNoteCommands } from './note-commands.ts';
import { sessionFile } from './session-file.ts';

const program = new Command('notes')
  .description('Your notes, and nobody else’s.')
  .option(
    '--outputs <file>',
    'outputs of the deployment (default: NOTES_OUTPUTS, or .local/outputs.json here or above)',
  )
  .option('--json', 'print JSON')
  .exitOverride()
  .addHelpText(
    'after',
    `${exitStatusHelp}\nWho signs in stays so in ${sessionFile()} (NOTES_SESSION), which holds tokens.`,
  );
addAccountCommands(program);
addNoteCommands(program);
addCallCommand(program);
// A subcommand does not take over what its parent was told to do about errors.
for (const command of program.commands) command.exitOverride();

/** `notes list | head -1`: who reads no further has seen enough. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version are no errors; of others commander has written what is wrong.
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  } else if (error instanceof Failure) {
    const { message, more, exitCode } = error;
    const text = program.opts<{ json?: boolean }>().json
      ? JSON.stringify({ error: message, ...more })
      : `notes: ${message}`;
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
  } else {
    process.stderr.write(`notes: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = exitCodes.unexpected;
  }
}
