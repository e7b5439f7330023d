import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type NotesConfig, type Session, sessionOf, type Tokens } from '../client/client.ts';
import { exitCodes, Failure } from './failure.ts';

/** Who is signed in, by app client: the file holds tokens, so it is for its owner's eyes only. */
type Sessions = Readonly<Record<string, Tokens>>;

export const sessionFile = (): string => {
  const { NOTES_SESSION, APPDATA, XDG_CONFIG_HOME } = process.env;
  const folder = (process.platform === 'win32' ? APPDATA : XDG_CONFIG_HOME) ?? join(homedir(), '.config');
  return NOTES_SESSION ?? join(folder, 'owned-notes', 'session.json');
};

/** Of a file that is not there or cannot be read, nobody. */
const readSessions = (): Sessions => {
  try {
    return JSON.parse(readFileSync(sessionFile(), 'utf8'));
  } catch {
    return {};
  }
};

const writeSessions = (sessions: Sessions): void => {
  const file = sessionFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(sessions), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

export const keepTokens = ({ userPoolClientId }: NotesConfig, tokens: Tokens): void =>
  writeSessions({ ...readSessions(), [userPoolClientId]: tokens });

export const dropTokens = ({ userPoolClientId }: NotesConfig): void => {
  const { [userPoolClientId]: _, ...others } = readSessions();
  writeSessions(others);
};

/** The session of who signed in last. Throws `Failure` if nobody did. */
export const keptSession = (config: NotesConfig): Session => {
  const tokens = readSessions()[config.userPoolClientId];
  if (tokens === undefined) throw new Failure(exitCodes.signIn, 'Not signed in. Use `notes sign-in EMAIL`.');
  return sessionOf(config, tokens, { onTokens: (refreshed) => keepTokens(config, refreshed) });
};
