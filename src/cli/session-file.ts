import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createIoError } from './io-error.ts';
import { withLock } from './lock.ts';
import { decodeText } from './read-text.ts';
import { deleteLeftovers, makeSecretFolder, readSecret, writeSecret } from './secret-file.ts';
import { findSessionPlace } from './session-place.ts';
import { parseSignIns, type SignIns } from './sign-ins.ts';
import type { World } from './world.ts';

/** Reads the sign-ins. Throws `CliError`. */
export const readSignIns = (world: World): SignIns => {
  const { file } = findSessionPlace(world);
  const signIns = parseFile(readSecret(file, world.uid), file);
  if (signIns !== undefined) return signIns;
  throw new CliError(
    exitCodes.signIn,
    `${file} is damaged: nobody knows who is signed in. Use \`notes sign-in EMAIL\`, which keeps a copy of it.`,
  );
};

/** The content of the file, and a function that replaces it. */
export interface Locked {
  readonly signIns: SignIns;
  readonly write: (after: SignIns) => void;
}

/**
 * Reads and changes the sign-ins while no other command does. With `onDamage`, moves a damaged file aside and passes
 * the path of the copy: it may hold a sign-in that somebody wants. Throws `CliError`.
 */
export const withSignIns = async <T>(
  world: World,
  work: (locked: Locked) => T | Promise<T>,
  onDamage?: (copy: string) => void,
): Promise<T> => {
  const { file, isOurs } = findSessionPlace(world);
  makeSecretFolder(file, isOurs);
  return withLock(`${file}.lock`, world, async () => {
    if (onDamage !== undefined && parseFile(readSecret(file, world.uid), file) === undefined) {
      const copy = `${file}.${randomUUID()}.damaged`;
      moveAside(file, copy);
      onDamage(copy);
    }
    const write = (after: SignIns) => {
      writeSecret(file, `${JSON.stringify(after)}\n`);
      deleteLeftovers(file);
    };
    return work({ signIns: readSignIns(world), write });
  });
};

/** Parses the sign-ins. A missing or empty file has none; `undefined` means that the file is damaged. */
const parseFile = (bytes: Uint8Array | undefined, file: string): SignIns | undefined => {
  if (bytes === undefined || bytes.length === 0) return {};
  let said: unknown;
  try {
    said = JSON.parse(decodeText(bytes, file));
  } catch {
    // The parser's message quotes the file, so it is dropped.
  }
  return parseSignIns(said);
};

const moveAside = (file: string, copy: string): void => {
  try {
    renameSync(file, copy);
  } catch (error) {
    throw createIoError(copy, 'created', error);
  }
};
