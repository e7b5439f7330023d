import { parseConfig } from '../../../src/client/config.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import { createNotesClient, listAllNotes } from '../../../src/client/notes.ts';
import type { Note } from '../../../src/client/notes-answers.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import type { Login } from '../journeys.ts';
import type { Stack } from '../running-stack.ts';

/** Signs the same user in on another device, without a page. */
export const elsewhere = async ({ outputs }: Stack, { email, password }: Login) => {
  const config = parseConfig(outputs)._unsafeUnwrap();
  const pool = createUserPool(config);
  const tokens = (await pool.signIn(email, password))._unsafeUnwrap();
  const session = createSession(config, tokens);
  const [notes, files] = [createNotesClient(config, session), createFilesClient(config, session)];
  const all = async (): Promise<readonly Note[]> => {
    const found: Note[] = [];
    for await (const note of listAllNotes(notes)) found.push(note._unsafeUnwrap());
    return found;
  };
  const contents = async () => (await all()).map(({ content }) => content);
  const signOutEverywhere = async () => (await pool.signOutEverywhere(tokens))._unsafeUnwrap();
  return { notes, files, all, contents, session, signOutEverywhere };
};

export type Elsewhere = Awaited<ReturnType<typeof elsewhere>>;
