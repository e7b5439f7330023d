import { ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import { createSession, type Session } from '../client/session.ts';
import { createUserPool, type UserPoolFailure } from '../client/user-pool.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import type { Here } from './here.ts';
import { readSignIns, withSignIns } from './session-file.ts';
import { type SignIns, signInAt, withoutSignIn, withSignIn } from './sign-ins.ts';
import { words } from './terminal.ts';

/**
 * Milliseconds before their end at which kept tokens are refreshed: some more than the five minutes of the client's session, so
 * that it is done here, under the lock, and one command does it for all that run.
 */
const margin = 6 * 60 * 1000;

/** Milliseconds that a refresh goes on after a Ctrl-C: if tokens rotate, those that nobody received would be lost. */
const lastWait = 1000;

const reportDamage =
  ({ terminal }: Here) =>
  (copy: string): void =>
    terminal.aside(words`The file of sign-ins was damaged. A copy is kept in ${copy}`);

/** Fails before anybody signs in, if the sign-in could not be kept. Throws `Failure`. */
export const expectRoom = (here: Here): Promise<void> => withSignIns(here.world, () => undefined, reportDamage(here));

/** Keeps a sign-in. One that cannot be kept is ended: nobody else would do it. Throws `Failure`. */
export const keepTokens = async (here: Here, at: NotesConfig, tokens: Tokens): Promise<void> => {
  try {
    await withSignIns(here.world, ({ signIns, write }) => write(withSignIn(signIns, at, tokens)), reportDamage(here));
  } catch (error) {
    await createUserPool(at, here.client).signOut(tokens);
    throw error;
  }
};

/** Forgets the sign-in, and returns what was kept of it: from now on, nobody is signed in. Throws `Failure`. */
export const dropTokens = (here: Here, at: NotesConfig): Promise<Tokens> =>
  withSignIns(here.world, ({ signIns, write }) => {
    const tokens = findTokens(signIns, at);
    write(withoutSignIn(signIns, at));
    return tokens;
  });

/** The tokens of who is signed in there, good for some minutes. Throws `Failure` if nobody is. */
export const readFreshTokens = async (here: Here, at: NotesConfig): Promise<Tokens> => {
  const tokens = await readKeptTokens(here, at);
  if (tokens === undefined) throw notSignedIn(at);
  return expectOk(tokens);
};

/** The same for who asks why not: why they could not be refreshed, and `undefined` if nobody is signed in. Throws `Failure` by the file. */
export const readKeptTokens = async (
  here: Here,
  at: NotesConfig,
): Promise<Result<Tokens, UserPoolFailure> | undefined> => {
  const { world } = here;
  const isGood = ({ expires }: Tokens) => expires - margin > world.now();
  const kept = signInAt(readSignIns(world), at);
  if (kept === undefined || isGood(kept)) return kept && ok(kept);
  return withSignIns(world, async ({ signIns, write }) => {
    // Whoever had the lock before may have refreshed them, or signed out.
    const now = signInAt(signIns, at);
    if (now === undefined || isGood(now)) return now && ok(now);
    const refreshed = await createUserPool(at, here.client).refresh(now, { signal: laterThan(world.signal) });
    if (refreshed.isOk()) await keepOrSay(here, () => write(withSignIn(signIns, at, refreshed.value)));
    return refreshed;
  });
};

/** The session of who is signed in there. Throws `Failure` if nobody is. */
export const openKeptSession = async (here: Here, at: NotesConfig): Promise<Session> => {
  let from = await readFreshTokens(here, at);
  return createSession(at, from, {
    ...here.client,
    // The session refreshes tokens itself if they are refused before their end.
    onTokens: async (refreshed) => {
      const before = from;
      from = refreshed;
      await keepOrSay(here, () => replaceTokens(here, at, before, refreshed));
    },
  });
};

/** Keeps refreshed tokens, if those are kept that they were made of: a sign-out, or another sign-in, in between counts for more. */
const replaceTokens = async (here: Here, at: NotesConfig, before: Tokens, refreshed: Tokens): Promise<void> => {
  const isKept = await withSignIns(here.world, ({ signIns, write }) => {
    if (signInAt(signIns, at)?.refreshToken !== before.refreshToken) return false;
    write(withSignIn(signIns, at, refreshed));
    return true;
  });
  // Of a pool that rotates them: nobody else knows this one.
  if (!isKept && refreshed.refreshToken !== before.refreshToken)
    await createUserPool(at, here.client).signOut(refreshed);
};

/** The command goes on with tokens that cannot be kept. */
const keepOrSay = async (here: Here, keep: () => void | Promise<void>): Promise<void> => {
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    here.terminal.aside(words`The refreshed sign-in could not be kept: ${error.message}`);
  }
};

const findTokens = (signIns: SignIns, at: NotesConfig): Tokens => {
  const tokens = signInAt(signIns, at);
  if (tokens === undefined) throw notSignedIn(at);
  return tokens;
};

const notSignedIn = ({ apiEndpoint }: NotesConfig): CliError =>
  new CliError(exitCodes.signIn, `Not signed in at ${apiEndpoint}. Use \`notes sign-in EMAIL\`.`);

const laterThan = (signal: AbortSignal): AbortSignal => {
  const controller = new AbortController();
  const end = () => setTimeout(() => controller.abort(), lastWait).unref();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return controller.signal;
};
