import { type Command, InvalidArgumentError } from 'commander';
import { allNotes, type Draft, type Note, notesClient } from '../client/client.ts';
import type { GlobalOptions } from './account-commands.ts';
import { expectOk } from './expect-ok.ts';
import { textOf } from './input.ts';
import { readConfig } from './outputs.ts';
import { noteInALine, noteInWords, print } from './print.ts';
import { keptSession } from './session-file.ts';

interface WriteOptions extends GlobalOptions {
  readonly attachment?: string;
  readonly key?: string;
  readonly ifMatch?: string;
}

interface ListOptions extends GlobalOptions {
  readonly limit?: number;
  readonly after?: string;
  readonly all?: boolean;
}

const contentHelp = 'the text; @FILE reads it from a file, - from standard input';

/** The client of who is signed in. */
const clientOf = ({ outputs }: GlobalOptions) => {
  const config = readConfig(outputs);
  return notesClient(config, keptSession(config));
};

const draftOf = (content: string, { attachment }: WriteOptions): Draft => ({
  content: textOf(content),
  ...(attachment !== undefined && { attachment }),
});

export const addNoteCommands = (program: Command): void => {
  program
    .command('create')
    .description('make a note')
    .argument('<content>', contentHelp)
    .option('--attachment <key>', "a file's key")
    .option('--key <uuid>', 'the id to make it at; the same key and content again make no second note')
    .action(async (content: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      const key = options.key === undefined ? {} : { idempotencyKey: options.key };
      const note = await expectOk(clientOf(options).create(draftOf(content, options), key));
      print(options.json, note, noteInWords(note));
    });

  program
    .command('list')
    .description('list your notes, newest first')
    .option('--limit <n>', 'notes in a page, 1 to 1,000', pageSize)
    .option('--after <id>', 'go on behind this note')
    .option('--all', 'go on to the end')
    .action(async (_: unknown, command: Command) => {
      const { limit, after, all, ...options } = command.optsWithGlobals<ListOptions>();
      const client = clientOf(options);
      const size = limit === undefined ? {} : { limit };
      if (all) {
        const notes: Note[] = [];
        for await (const note of allNotes(client, size)) notes.push(await expectOk(note));
        return print(options.json, notes, notes.map(noteInALine).join('\n'));
      }
      const page = await expectOk(client.list({ ...size, ...(after !== undefined && { after }) }));
      print(options.json, page.notes, page.notes.map(noteInALine).join('\n'));
      if (page.next !== undefined) process.stderr.write(`There is more: --after ${page.next}, or --all\n`);
    });

  program
    .command('get <id>')
    .description('show a note')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const note = await expectOk(clientOf(options).get(id));
      print(options.json, note, noteInWords(note));
    });

  program
    .command('update')
    .description("replace a note's content and attachment, both")
    .argument('<id>')
    .argument('<content>', contentHelp)
    .option('--attachment <key>', "a file's key; without it the note has none afterwards")
    .option('--if-match <etag>', 'only if the note still has this ETag')
    .action(async (id: string, content: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      const note = await expectOk(clientOf(options).update(id, draftOf(content, options), conditionOf(options)));
      print(options.json, note, noteInWords(note));
    });

  program
    .command('delete <id>')
    .description('delete a note')
    .option('--if-match <etag>', 'only if the note still has this ETag')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      await expectOk(clientOf(options).delete(id, conditionOf(options)));
      print(options.json, { noteId: id, deleted: true }, 'Deleted.');
    });
};

/** An ETag has quotes, which shells take away: they are put back. */
const conditionOf = ({ ifMatch }: WriteOptions): { readonly ifMatch?: string } => {
  if (ifMatch === undefined) return {};
  return { ifMatch: ifMatch === '*' || ifMatch.includes('"') ? ifMatch : `"${ifMatch}"` };
};

const pageSize = (text: string): number => {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    throw new InvalidArgumentError('It must be a whole number from 1 to 1,000.');
  return size;
};
