import { type Command, InvalidArgumentError } from 'commander';
import { createNotesClient, type Draft, listAllNotes, type NotesClient } from '../client/notes.ts';
import type { Note } from '../client/notes-answers.ts';
import { fieldNames, mapFields, type OptionalField, optionalFields } from '../domain/note-fields.ts';
import { attachFile } from './attaching.ts';
import { usage } from './cli-error.ts';
import { describeNote, formatNoteLine } from './describe-note.ts';
import { expectOk } from './expect-ok.ts';
import { checkHeader } from './headers.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { readText } from './input.ts';
import { openKeptSession } from './kept-session.ts';
import { readConfig } from './outputs.ts';
import { lines, words } from './terminal.ts';

interface WriteOptions extends GlobalOptions, Pick<Draft, OptionalField> {
  readonly attach?: string;
  readonly key?: string;
  readonly ifMatch?: string;
}

interface ListOptions extends GlobalOptions {
  readonly limit?: number;
  readonly after?: string;
  readonly all?: boolean;
}

/** The option of each optional field: the name of its value, and its help text. */
const fieldHelp: Readonly<Record<OptionalField, readonly [value: string, help: string]>> = {
  attachment: ['key', "a file's key"],
};

const withFields = (command: Command, more = ''): Command =>
  optionalFields.reduce((described, name) => {
    const [value, help] = fieldHelp[name];
    return described.option(`--${name} <${value}>`, `${help}${more}`);
  }, command);

const attachHelp = 'a file to send and attach; repeat the command to resume after a failure';

const contentHelp = 'the text; @FILE reads it from a file, - from standard input';

export const addNoteCommands: AddCommands = (program, here) => {
  const { world, terminal, client } = here;
  const { signal } = world;

  const signedIn = async (options: GlobalOptions) => {
    const config = readConfig(here, options);
    const session = await openKeptSession(here, config);
    return { config, session, notes: createNotesClient(config, session, client) };
  };

  /** Returns a client for the signed-in user. */
  const createClient = async (options: GlobalOptions) => (await signedIn(options)).notes;

  /** Writes a note, and attaches a file if one is given. */
  const written = async (
    options: WriteOptions,
    draft: Draft,
    write: (notes: NotesClient, draft: Draft, key: string | undefined) => Promise<Note>,
    id?: string,
  ): Promise<Note> => {
    const { attach, key, ifMatch } = options;
    if (attach === undefined) return write(await createClient(options), draft, key);
    if (draft.attachment !== undefined) throw usage('--attach and --attachment both name a file: give only one.');
    const { notes, ...by } = await signedIn(options);
    return attachFile(here, { ...by, file: attach, options }, { draft, id, key, ifMatch }, (attachment, chosen) =>
      write(notes, { ...draft, attachment }, key ?? chosen),
    );
  };

  const readDraft = async (content: string, options: WriteOptions): Promise<Draft> => {
    const text = await readText(world, content);
    return { ...mapFields((name) => (name === 'content' ? undefined : options[name])), content: text };
  };

  withFields(program.command('create').description('create a note').argument('<content>', contentHelp))
    .option('--attach <file>', attachHelp)
    .option(
      '--key <uuid>',
      'the id of the note; repeating the same key and content creates no second note',
      parseNoteIdArgument,
    )
    .action(async (content: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      const note = await written(options, await readDraft(content, options), (notes, draft, key) =>
        expectOk(notes.create(draft, { ...(key !== undefined && { idempotencyKey: key }), signal })),
      );
      terminal.result(options.json, note, describeNote(note));
    });

  program
    .command('list')
    .description('list your notes, newest first')
    .option('--limit <n>', 'notes in a page, 1 to 1,000', parsePageSize)
    .option('--after <id>', 'start after this note', parseNoteIdArgument)
    .option('--all', 'list all pages')
    .action(async (_: unknown, command: Command) => {
      const { limit, after, all, ...options } = command.optsWithGlobals<ListOptions>();
      if (all && after !== undefined) throw usage('--all starts at the newest note: leave out --after.');
      const notesOf = await createClient(options);
      const size = limit === undefined ? {} : { limit };
      if (all) {
        const notes: Note[] = [];
        for await (const note of listAllNotes(notesOf, { ...size, signal })) notes.push(await expectOk(note));
        return terminal.result(options.json, notes, lines(notes.map(formatNoteLine)));
      }
      const page = await expectOk(notesOf.list({ ...size, ...(after !== undefined && { after }), signal }));
      terminal.result(options.json, page.notes, lines(page.notes.map(formatNoteLine)));
      if (page.next !== undefined) terminal.aside(words`There are more notes: --after ${page.next}, or --all`);
    });

  program
    .command('get')
    .argument('<id>', 'id of the note', parseNoteIdArgument)
    .description('show a note')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const note = await expectOk((await createClient(options)).get(id, { signal }));
      terminal.result(options.json, note, describeNote(note));
    });

  const updating = program
    .command('update')
    .description(`replace a whole note: ${fieldNames.join(', ')}`)
    .argument('<id>', 'id of the note', parseNoteIdArgument)
    .argument('<content>', contentHelp);
  withFields(updating, '; if left out, the note has none')
    .option('--attach <file>', attachHelp)
    .option('--if-match <etag>', 'only if the note still has this ETag', parseCondition)
    .action(async (id: string, content: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      const write = (notes: NotesClient, draft: Draft) =>
        expectOk(notes.update(id, draft, { ...onlyIf(options), signal }));
      const note = await written(options, await readDraft(content, options), write, id);
      terminal.result(options.json, note, describeNote(note));
    });

  program
    .command('delete')
    .argument('<id>', 'id of the note', parseNoteIdArgument)
    .description('delete a note')
    .option('--if-match <etag>', 'only if the note still has this ETag', parseCondition)
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<WriteOptions>();
      await expectOk((await createClient(options)).delete(id, { ...onlyIf(options), signal }));
      terminal.result(options.json, { noteId: id, deleted: true }, words`Deleted.`);
    });
};

const onlyIf = ({ ifMatch }: WriteOptions) => (ifMatch === undefined ? {} : { ifMatch });

/** Restores the quotes of an ETag, which shells remove. */
const parseCondition = (etag: string): string => {
  checkHeader('--if-match', 'if-match', etag);
  return etag === '*' || etag.includes('"') ? etag : `"${etag}"`;
};

/**
 * Rejects text that would form a path, a query or an invalid header. Not everything else is an id; the API judges that.
 */
const parseNoteIdArgument = (text: string): string => {
  if (!/^[\w-]{1,128}$/.test(text)) throw new InvalidArgumentError('It is not a note id.');
  return text;
};

const parsePageSize = (text: string): number => {
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > 1000) throw new InvalidArgumentError('It must be a whole number from 1 to 1,000.');
  return size;
};
