import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, cancelled, usage } from './cli-error.ts';
import { createIoError } from './io-error.ts';
import { decodeText, readBytes } from './read-text.ts';
import type { World } from './world.ts';

/**
 * Returns the text that an argument stands for: itself, the content of a file for `@file`, or standard input for `-`.
 * Throws `CliError`.
 */
export const readText = async ({ stdin, cwd, signal }: World, given: string): Promise<string> => {
  if (given === '-')
    return decodeText(await untilAborted(readBytes(stdin(), 'Standard input'), signal), 'Standard input');
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  if (file === '') throw usage('@ needs the name of a file: @FILE.');
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch (error) {
    throw createIoError(file, 'read', error);
  }
  return decodeText(bytes, file);
};

/** Stops waiting on Ctrl-C, since standard input may never end. */
const untilAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let end: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(cancelled());
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    throw error instanceof CliError ? error : createIoError('Standard input', 'read', error);
  } finally {
    signal.removeEventListener('abort', end);
  }
};

/** Returns the password: as given, from `NOTES_PASSWORD`, or from a prompt that does not show it. */
export const readPassword = async (world: World, given: string | undefined, question = 'Password'): Promise<string> => {
  const known = given ?? world.env.NOTES_PASSWORD;
  if (known !== undefined) return known;
  if (!world.isTTY) throw usage('No password: set NOTES_PASSWORD, or run this in a terminal to be asked for it.');
  return requireAnswer(await world.prompts.password(question));
};

export const readNewPassword = async (world: World, given: string | undefined): Promise<string> => {
  if (given !== undefined) return given;
  if (!world.isTTY) throw usage('No new password: use --new-password, or run this in a terminal.');
  return requireAnswer(await world.prompts.password('New password'));
};

/** Returns a code that came by mail. */
export const readMailedCode = async (world: World, given: string | undefined): Promise<string> => {
  if (given !== undefined) return given.trim();
  if (!world.isTTY) throw usage('No code: give it as an argument.');
  return requireAnswer(await world.prompts.text('Code from the mail')).trim();
};

/** Prompts for an authenticator app's code, and removes the spaces that people leave in it. */
export const readAppCode = async ({ prompts }: World): Promise<string> =>
  withoutSpaces(requireAnswer(await prompts.text('Code from the authenticator app')));

export const withoutSpaces = (code: string): string => code.replace(/\s/g, '');

/** Ends the command unless the user confirms. */
export const expectConfirmed = async (world: World, isGiven: boolean | undefined, question: string): Promise<void> => {
  if (isGiven) return;
  if (!world.isTTY) throw usage('This needs a confirmation: give --yes, or run this in a terminal.');
  if (!requireAnswer(await world.prompts.confirm(question))) throw cancelled();
};

/** Ends the command unless the user types what is wanted, which a slip of the finger cannot do. */
export const expectTyped = async (world: World, isGiven: boolean, question: string, wanted: string): Promise<void> => {
  if (isGiven) return;
  if (!world.isTTY) throw usage('This needs a confirmation: give --yes, or run this in a terminal.');
  if (
    requireAnswer(await world.prompts.text(question))
      .trim()
      .toLowerCase() !== wanted.toLowerCase()
  )
    throw cancelled();
};

/** Ends the command if the user pressed Ctrl-C instead of answering. */
const requireAnswer = <T>(answer: T | undefined): T => {
  if (answer === undefined) throw cancelled();
  return answer;
};
