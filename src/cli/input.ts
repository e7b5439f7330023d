import { readFileSync } from 'node:fs';
import { Failure, usage } from './failure.ts';

/** What was given: as it is, `@file` for a file's text, `-` for standard input. Throws `Failure`. */
export const textOf = (given: string): string => {
  if (given === '-') return decode(readFileSync(0), 'Standard input');
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  try {
    return decode(readFileSync(file), file);
  } catch (error) {
    throw error instanceof Failure ? error : usage(`${file} cannot be read.`);
  }
};

/** A byte that is no UTF-8 is refused: it would come out as another character. */
const decode = (bytes: Buffer, name: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usage(`${name} is not UTF-8.`);
  }
};

/** The password: as given, from `NOTES_PASSWORD`, or asked for without showing it. */
export const passwordOf = async (given: string | undefined, question = 'Password'): Promise<string> => {
  const known = given ?? process.env.NOTES_PASSWORD;
  if (known !== undefined) return known;
  if (!process.stdin.isTTY)
    throw usage('No password: set NOTES_PASSWORD, or run this in a terminal to be asked for it.');
  return answered(await (await prompts()).password({ message: question, output: process.stderr }));
};

export const newPasswordOf = async (given: string | undefined): Promise<string> => {
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw usage('No new password: use --new-password, or run this in a terminal.');
  return answered(await (await prompts()).password({ message: 'New password', output: process.stderr }));
};

export const codeOf = async (given: string | undefined): Promise<string> => {
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw usage('No code: give it as an argument.');
  return answered(await (await prompts()).text({ message: 'Code from the mail', output: process.stderr }));
};

/** Loaded for who is asked: most commands ask for nothing. */
const prompts = () => import('@clack/prompts');

/** clack answers a Ctrl-C by a symbol. */
const answered = (answer: string | symbol): string => {
  if (typeof answer === 'symbol') throw new Failure(130, 'Cancelled.');
  return answer;
};
