import {
  allNotes,
  configOfOutputs,
  filesClient,
  type Note,
  notesClient,
  sessionOf,
  userPool,
} from '../../../src/client/client.ts';
import type { Login } from '../journeys.ts';
import type { Stack } from '../running-stack.ts';

/** The same user on another device, without a page. */
export const elsewhere = async ({ outputs }: Stack, { email, password }: Login) => {
  const config = configOfOutputs(outputs)._unsafeUnwrap();
  const tokens = (await userPool(config).signIn(email, password))._unsafeUnwrap();
  const session = sessionOf(config, tokens);
  const [notes, files] = [notesClient(config, session), filesClient(config, session)];
  const all = async (): Promise<readonly Note[]> => {
    const found: Note[] = [];
    for await (const note of allNotes(notes)) found.push(note._unsafeUnwrap());
    return found;
  };
  const contents = async () => (await all()).map(({ content }) => content);
  return { notes, files, all, contents, session };
};

export type Elsewhere = Awaited<ReturnType<typeof elsewhere>>;
