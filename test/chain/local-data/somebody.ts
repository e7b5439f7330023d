import { admin } from '../../../infra/local/stack.ts';
import { type NotesConfig, parseConfig } from '../../../src/client/config.ts';
import { createSession, type Session } from '../../../src/client/credentials-session.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import { createNotesClient } from '../../../src/client/notes.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import type { LocalStack } from '../../kit/local-stack.ts';

/** Somebody who uses the project's own client, on a machine whose clock nobody moves. */
export interface Somebody {
  readonly config: NotesConfig;
  readonly session: Session;
  readonly notes: ReturnType<typeof createNotesClient>;
  readonly files: ReturnType<typeof createFilesClient>;
}

export const signIn = async (
  { outputs }: Pick<LocalStack, 'outputs'>,
  { email, password }: { readonly email: string; readonly password: string } = admin,
): Promise<Somebody> => {
  const config = parseConfig(outputs)._unsafeUnwrap();
  const tokens = (await createUserPool(config).signIn(email, password))._unsafeUnwrap();
  const session = createSession(config, tokens);
  return { config, session, notes: createNotesClient(config, session), files: createFilesClient(config, session) };
};
