import { ok, type Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import { createSession, type Session } from '../client/credentials-session.ts';
import { createUserPool, type UserPoolFailure } from '../client/user-pool.ts';
import type { Tokens } from '../client/user-pool-answers.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import type { Here } from './here.ts';
import { readSignIns, withSignIns } from './session-file.ts';
import { findSignIn, type SignIns, withoutSignIn, withSignIn } from './sign-ins.ts';
import { words } from './terminal.ts';

/**
 * Milliseconds before expiry at which kept tokens are refreshed. It exceeds the five minutes of the client's session,
 * so that the refresh happens here, under the lock, and one command does it for all that are running.
 */
const margin = 6 * 60 * 1000;

/**
 * Milliseconds that a refresh may continue after Ctrl-C: if refresh tokens rotate, new ones that nobody received would
 * be lost.
 */
const lastWait = 1000;

const reportDamage =
  ({ terminal }: Here) =>
  (copy: string): void =>
    terminal.aside(words`The file of sign-ins was damaged. A copy is kept in ${copy}`);

/** Throws `CliError` before the user signs in if the sign-in could not be kept. */
export const expectRoom = (here: Here): Promise<void> => withSignIns(here.world, () => undefined, reportDamage(here));

/** Keeps a sign-in. Ends one that cannot be kept, since nobody else would. Throws `CliError`. */
export const keepTokens = async (here: Here, at: NotesConfig, tokens: Tokens): Promise<void> => {
  try {
    await withSignIns(here.world, ({ signIns, write }) => write(withSignIn(signIns, at, tokens)), reportDamage(here));
  } catch (error) {
    await createUserPool(at, here.client).signOut(tokens);
    throw error;
  }
};

/** Forgets the sign-in and returns its tokens; nobody is signed in afterwards. Throws `CliError`. */
export const dropTokens = (here: Here, at: NotesConfig): Promise<Tokens> =>
  withSignIns(here.world, ({ signIns, write }) => {
    const tokens = findTokens(signIns, at);
    write(withoutSignIn(signIns, at));
    return tokens;
  });

/** Returns the signed-in user's tokens, valid for some more minutes. Throws `CliError` if nobody is signed in. */
export const readFreshTokens = async (here: Here, at: NotesConfig): Promise<Tokens> => {
  const tokens = await readKeptTokens(here, at);
  if (tokens === undefined) throw notSignedIn(at);
  return expectOk(tokens);
};

/**
 * Returns the tokens as above, or why they could not be refreshed, or `undefined` if nobody is signed in. Throws
 * `CliError` if the file cannot be used.
 */
export const readKeptTokens = async (
  here: Here,
  at: NotesConfig,
): Promise<Result<Tokens, UserPoolFailure> | undefined> => {
  const { world } = here;
  const isGood = ({ expires }: Tokens) => expires - margin > world.now();
  const kept = findSignIn(readSignIns(world), at);
  return kept === undefined || isGood(kept) ? kept && ok(kept) : refreshKept(here, at, isGood);
};

/**
 * Refreshes tokens that the pool has refused although they look valid here, unless another command has done so
 * meanwhile. Throws `CliError` if nobody is signed in any more.
 */
export const renewTokens = async (
  here: Here,
  at: NotesConfig,
  refused: Tokens,
): Promise<Result<Tokens, UserPoolFailure>> => {
  const renewed = await refreshKept(here, at, ({ accessToken }) => accessToken !== refused.accessToken);
  if (renewed === undefined) throw notSignedIn(at);
  return renewed;
};

/** Under the lock, returns the kept tokens if they are good, and refreshes them otherwise. */
const refreshKept = (
  here: Here,
  at: NotesConfig,
  isGood: (tokens: Tokens) => boolean,
): Promise<Result<Tokens, UserPoolFailure> | undefined> =>
  withSignIns(here.world, async ({ signIns, write }) => {
    // The previous holder of the lock may have refreshed the tokens, or signed out.
    const now = findSignIn(signIns, at);
    if (now === undefined || isGood(now)) return now && ok(now);
    const refreshed = await createUserPool(at, here.client).refresh(now, { signal: laterThan(here.world.signal) });
    if (refreshed.isOk()) await keepOrSay(here, () => write(withSignIn(signIns, at, refreshed.value)));
    return refreshed;
  });

/** Opens the signed-in user's session. Throws `CliError` if nobody is signed in. */
export const openKeptSession = async (here: Here, at: NotesConfig): Promise<Session> => {
  let from = await readFreshTokens(here, at);
  return createSession(at, from, {
    ...here.client,
    // The session refreshes tokens itself if they are refused before they expire.
    onTokens: async (refreshed) => {
      const before = from;
      from = refreshed;
      await keepOrSay(here, () => replaceTokens(here, at, before, refreshed));
    },
  });
};

/**
 * Keeps refreshed tokens if the tokens that they replace are still kept: a sign-out or another sign-in in between takes
 * precedence.
 */
const replaceTokens = async (here: Here, at: NotesConfig, before: Tokens, refreshed: Tokens): Promise<void> => {
  const isKept = await withSignIns(here.world, ({ signIns, write }) => {
    if (findSignIn(signIns, at)?.refreshToken !== before.refreshToken) return false;
    write(withSignIn(signIns, at, refreshed));
    return true;
  });
  // The pool rotates refresh tokens, and nobody else knows this one.
  if (!isKept && refreshed.refreshToken !== before.refreshToken)
    await createUserPool(at, here.client).signOut(refreshed);
};

/** If the tokens cannot be kept, the command says so and continues. */
const keepOrSay = async (here: Here, keep: () => void | Promise<void>): Promise<void> => {
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    here.terminal.aside(words`The refreshed sign-in could not be kept: ${error.message}`);
  }
};

const findTokens = (signIns: SignIns, at: NotesConfig): Tokens => {
  const tokens = findSignIn(signIns, at);
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
