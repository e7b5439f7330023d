import { formatJson, toLines, toOneLine } from './plain.ts';
import type { World } from './world.ts';

/** Text that may be shown: made by `words`, `block` and `lines` only, which see to what was put into it. */
export interface Words {
  readonly [shown]: string;
}

declare const shown: unique symbol;

const made = (text: string): Words => ({ text }) as unknown as Words;
const textIn = (words: Words): string => (words as unknown as { readonly text: string }).text;

/** A line, or some; what is put in from elsewhere stays in its line. */
export const words = (parts: TemplateStringsArray, ...values: readonly (string | number | Words)[]): Words =>
  made(
    String.raw(
      { raw: parts },
      ...values.map((value) => (typeof value === 'object' ? textIn(value) : toOneLine(String(value)))),
    ),
  );

/** Somebody's text in full, with its lines. */
export const block = (text: string): Words => made(toLines(text));

export const lines = (each: readonly Words[]): Words => made(each.map(textIn).join('\n'));

/** From the cursor to the end of the line [ECMA-48, 8.3.41]. */
const eraseLine = '\u001b[K';

/** The one door to the terminal: whatever a command shows goes through it. */
export interface Terminal {
  /** What was asked for, on standard output: a JSON document, or words. */
  result(json: boolean | undefined, value: unknown, shown: Words): void;
  /** What was not asked for, on standard error. */
  aside(shown: Words): void;
  /** A line that the next takes the place of, and whatever else is shown; on a terminal only. */
  progress(shown: Words): void;
  /** The end of a command that failed. */
  failure(json: boolean | undefined, message: string, more: Readonly<Record<string, unknown>>): void;
  /** What commander writes: text with line ends of its own. */
  help(text: string): void;
  wrongUsage(text: string): void;
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
      stderr(`\r${toOneLine(textIn(shown))}${eraseLine}`);
      isDrawn = true;
    },
    result: (json, value, shown) => {
      if (json) return out(`${formatJson(value, 2)}\n`);
      const text = textIn(shown);
      if (text !== '') out(`${text}\n`);
    },
    aside: (shown) => err(`${textIn(shown)}\n`),
    failure: (json, message, more) =>
      err(json ? `${formatJson({ error: message, ...more })}\n` : `notes: ${toOneLine(message)}\n`),
    help: out,
    // An unknown option is quoted with its value, which may be a password.
    wrongUsage: (text) => err(text.replace(/'(--?[\w-]+)=[^']*'/g, "'$1'")),
  };
};
