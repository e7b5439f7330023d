// The console's page uses this too, for the commands that it shows.

/** The outputs file of a stack, as a command has to be told of it in the folder in which the stack was started. */
export interface OutputsFile {
  /** Relative to that folder if it is below it. */
  readonly path: string;
  /** Whether `notes` finds it by itself. */
  readonly isFound: boolean;
}

/** Formats the option that names the outputs file, with a space before it; nothing if `notes` finds the file. */
export const formatOutputsOption = ({ path, isFound }: OutputsFile): string =>
  isFound ? '' : ` --outputs ${quoteForShell(path)}`;

/** Adds that option to the commands in a text, which are in backticks. */
export const addOutputsOption = (text: string, file: OutputsFile): string =>
  text.replace(/`npx notes [^`]+(?=`)/g, (command) => `${command}${formatOutputsOption(file)}`);

/** Quotes any text as one word of a POSIX shell, unless it has only characters that no shell takes for syntax. */
export const quoteForShell = (text: string): string =>
  /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
