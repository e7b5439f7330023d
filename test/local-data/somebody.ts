import { admin } from '../../infra/local/stack.ts';
import {
  configOfOutputs,
  filesClient,
  type NotesConfig,
  notesClient,
  type Session,
  sessionOf,
  userPool,
} from '../../src/client/client.ts';
import type { LocalStack } from '../local-stack.ts';

/** Somebody with the project's own client, on a machine with a clock of its own. */
export interface Somebody {
  readonly config: NotesConfig;
  readonly session: Session;
  readonly notes: ReturnType<typeof notesClient>;
  readonly files: ReturnType<typeof filesClient>;
}

export const signedIn = async (
  { outputs }: Pick<LocalStack, 'outputs'>,
  { email, password }: { readonly email: string; readonly password: string } = admin,
): Promise<Somebody> => {
  const config = configOfOutputs(outputs)._unsafeUnwrap();
  const tokens = (await userPool(config).signIn(email, password))._unsafeUnwrap();
  const session = sessionOf(config, tokens);
  return { config, session, notes: notesClient(config, session), files: filesClient(config, session) };
};
