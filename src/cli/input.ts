import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, cancelled, usage } from './cli-error.ts';
import { createIoError } from './io-error.ts';
import { decodeText, readBytes } from './read-text.ts';
import type { World } from './world.ts';

/** What was given: as it is, `@file` for a file's text, `-` for standard input. Throws `Failure`. */
export const readText = async ({ stdin, cwd, signal }: World, given: string): Promise<string> => {
  if (given === '-')
    return decodeText(await untilAborted(readBytes(stdin(), 'Standard input'), signal), 'Standard input');
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  if (file === '') throw usage('@ is for the name of a file: @FILE.');
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch (error) {
    throw createIoError(file, 'read', error);
  }
  return decodeText(bytes, file);
};

/** Standard input may never end, and a Ctrl-C is then all that does. */
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

/** The password: as given, from `NOTES_PASSWORD`, or asked for without showing it. */
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

/** A code that came by mail. */
export const readMailedCode = async (world: World, given: string | undefined): Promise<string> => {
  if (given !== undefined) return given.trim();
  if (!world.isTTY) throw usage('No code: give it as an argument.');
  return requireAnswer(await world.prompts.text('Code from the mail')).trim();
};

/** A code that an authenticator app shows, in which people leave a space. */
export const readAppCode = async ({ prompts }: World): Promise<string> =>
  withoutSpaces(requireAnswer(await prompts.text('Code of the authenticator app')));

export const withoutSpaces = (code: string): string => code.replace(/\s/g, '');

/** Ends the command, unless it is confirmed. */
export const expectConfirmed = async (world: World, isGiven: boolean | undefined, question: string): Promise<void> => {
  if (isGiven) return;
  if (!world.isTTY) throw usage('This has to be confirmed: give --yes, or run this in a terminal.');
  if (!requireAnswer(await world.prompts.confirm(question))) throw cancelled();
};

/** Ends the command, unless what is wanted is typed: more than a slip of the finger. */
export const expectTyped = async (world: World, isGiven: boolean, question: string, wanted: string): Promise<void> => {
  if (isGiven) return;
  if (!world.isTTY) throw usage('This has to be confirmed: give --yes, or run this in a terminal.');
  if (
    requireAnswer(await world.prompts.text(question))
      .trim()
      .toLowerCase() !== wanted.toLowerCase()
  )
    throw cancelled();
};

/** A Ctrl-C in place of an answer ends the command. */
const requireAnswer = <T>(answer: T | undefined): T => {
  if (answer === undefined) throw cancelled();
  return answer;
};
