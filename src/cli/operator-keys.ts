import { dirname, join } from 'node:path';
import type { NotesConfig } from '../client/config.ts';
import { isRecord, isText } from '../client/shapes.ts';
import type { LongTermKeys } from '../client/signed-fetch.ts';
import { CliError, usage } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { OutputsFile } from './outputs.ts';
import { decodeText } from './read-text.ts';
import { readSecret } from './secret-file.ts';
import type { World } from './world.ts';

/**
 * Returns the credentials of the account's administrator: on AWS, those of the environment; for a local stack, those
 * that it keeps beside its outputs, and never those of the environment, which it has no business knowing. Throws
 * `CliError`.
 */
export const readOperatorKeys = (
  { env, uid }: Pick<World, 'env' | 'uid'>,
  { cognitoEndpoint }: NotesConfig,
  { path }: Pick<OutputsFile, 'path'>,
): LongTermKeys => {
  if (cognitoEndpoint !== undefined) {
    const file = join(dirname(path), 'operator.json');
    const keys = parseKeys(parseJson(readSecret(file, uid), file));
    if (keys === undefined)
      throw usage(`${file} has no credentials: a stack on this machine writes it when it starts.`);
    return keys;
  }
  const keys = parseKeys(env);
  if (keys !== undefined) return keys;
  throw new CliError(
    exitCodes.signIn,
    'There are no credentials in the environment: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, ' +
      'for temporary ones, AWS_SESSION_TOKEN.',
  );
};

const parseKeys = (said: unknown): LongTermKeys | undefined => {
  if (!isRecord(said)) return undefined;
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = said;
  if (!isText(accessKeyId) || !isText(secretAccessKey)) return undefined;
  return { accessKeyId, secretAccessKey, ...(isText(sessionToken) && { sessionToken }) };
};

const parseJson = (bytes: Uint8Array | undefined, file: string): unknown => {
  try {
    return bytes && JSON.parse(decodeText(bytes, file));
  } catch {
    // The parser's message quotes the file, so it is dropped.
    return undefined;
  }
};
