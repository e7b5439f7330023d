import { formatJson, toLines, toOneLine } from './plain.ts';
import type { World } from './world.ts';

/** Text that is safe to show. Only `words`, `block` and `lines` make it, and they sanitize what is inserted. */
export interface Words {
  readonly [shown]: string;
}

declare const shown: unique symbol;

const createWords = (text: string): Words => ({ text }) as unknown as Words;
const readText = (words: Words): string => (words as unknown as { readonly text: string }).text;

/** Makes one or more lines; inserted text stays within its line. */
export const words = (parts: TemplateStringsArray, ...values: readonly (string | number | Words)[]): Words =>
  createWords(
    String.raw(
      { raw: parts },
      ...values.map((value) => (typeof value === 'object' ? readText(value) : toOneLine(String(value)))),
    ),
  );

/** Makes a block of somebody's text in full, with its line breaks. */
export const block = (text: string): Words => createWords(toLines(text));

export const lines = (each: readonly Words[]): Words => createWords(each.map(readText).join('\n'));

/** Erases from the cursor to the end of the line [ECMA-48, 8.3.41]. */
const eraseLine = '\u001b[K';

/** The only door to the terminal: everything that a command shows passes through it. */
export interface Terminal {
  /** Writes what the user asked for to standard output, as a JSON document or as words. */
  result(json: boolean | undefined, value: unknown, shown: Words): void;
  /** Writes anything else to standard error. */
  aside(shown: Words): void;
  /** Draws a line that the next output replaces; on a terminal only. */
  progress(shown: Words): void;
  /** Writes the error that ends a command. */
  failure(json: boolean | undefined, message: string, more: Readonly<Record<string, unknown>>): void;
  /** Writes the output of commander, which has its own line ends. */
  help(text: string): void;
  wrongUsage(text: string): void;
  /** Erases the progress line, if one is drawn. For the end of a command, whatever it has written. */
  end(): void;
}

export const createTerminal = ({
  stdout,
  stderr,
  showsProgress = false,
}: Pick<World, 'stdout' | 'stderr' | 'showsProgress'>): Terminal => {
  let isDrawn = false;
  const wipe = () => {
    if (isDrawn) stderr(`\r${eraseLine}`);
    isDrawn = false;
  };
  const out = (text: string) => {
    wipe();
    stdout(toLines(text));
  };
  const err = (text: string) => {
    wipe();
    stderr(toLines(text));
  };
  return {
    progress: (shown) => {
      if (!showsProgress) return;
      stderr(`\r${toOneLine(readText(shown))}${eraseLine}`);
      isDrawn = true;
    },
    result: (json, value, shown) => {
      if (json) return out(`${formatJson(value, 2)}\n`);
      const text = readText(shown);
      if (text !== '') out(`${text}\n`);
    },
    aside: (shown) => err(`${readText(shown)}\n`),
    failure: (json, message, more) =>
      err(json ? `${formatJson({ error: message, ...more })}\n` : `notes: ${toOneLine(message)}\n`),
    help: out,
    // Commander quotes an unknown option with its value, which may be a password.
    wrongUsage: (text) => err(text.replace(/'(--?[\w-]+)=[^']*'/g, "'$1'")),
    end: wipe,
  };
};
