import type { GlobalOptions } from './here.ts';

export interface CommandOptions extends Pick<GlobalOptions, 'outputs'> {
  /** Options of the command itself, as separate words. */
  readonly flags?: readonly string[];
}

/**
 * Formats a command that is to be run next, in the same folder, for a POSIX shell: `local restore` with its arguments,
 * and with the options that this command was given, for the same deployment.
 */
export const formatCommand = (
  command: string,
  args: readonly string[],
  { flags = [], outputs }: CommandOptions,
): string => {
  const options = [...flags, ...(outputs === undefined ? [] : ['--outputs', outputs])];
  // An argument that looks like an option.
  const end = args.some((each) => each.startsWith('-')) ? ['--'] : [];
  return `notes ${[...command.split(' '), ...options, ...end, ...args].map(quoteForShell).join(' ')}`;
};

/** Quotes a word, unless it has only characters that no shell takes for syntax. */
const quoteForShell = (word: string): string =>
  /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
