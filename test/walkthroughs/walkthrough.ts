import { type Block, type Page, readBlocks } from '../docs/markdown.ts';

/** A step that creates a file. */
export interface Create {
  readonly kind: 'create';
  readonly file: string;
  readonly text: string;
}

/** A step that changes a place in a file: its text before and after. */
export interface Edit {
  readonly kind: 'edit';
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A step that runs a shell command: whether it fails, and what its output contains. */
export interface Command {
  readonly kind: 'command';
  readonly line: string;
  readonly fails: boolean;
  readonly says: readonly string[];
}

export type Step = Create | Edit | Command;

export interface Walkthrough {
  readonly name: string;
  readonly steps: readonly Step[];
}

/**
 * Reads the walkthroughs of a page: one for each heading of the third level, from its code blocks in order. A block
 * with a file's name after its language is that file; a `diff` block with one changes it, in hunks separated by `@@`;
 * a `console` block is run.
 */
export const readWalkthroughs = (page: Page): readonly Walkthrough[] => {
  const lines = page.text.split('\n');
  const headings = lines.flatMap((line, index) => (/^#{2,3} /.test(line) ? [{ line, at: index + 1 }] : []));
  const blocks = readBlocks(page);
  return headings.flatMap(({ line, at }, index) => {
    const end = headings[index + 1]?.at ?? lines.length + 1;
    const steps = blocks.filter((block) => block.line > at && block.line < end).flatMap(readSteps);
    return line.startsWith('### ') && steps.length > 0 ? [{ name: line.slice(4), steps }] : [];
  });
};

const readSteps = ({ language, info, text }: Block): readonly Step[] => {
  if (language === 'console') return readCommands(text);
  if (info === '') return [];
  if (language === 'diff') return text.split(/^@@.*\n/m).map((hunk) => readEdit(info, hunk));
  return [{ kind: 'create', file: info, text }];
};

const readEdit = (file: string, hunk: string): Edit => {
  const lines = hunk.replace(/\n$/, '').split('\n');
  const without = (mark: string) =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return { kind: 'edit', file, before: without('+'), after: without('-') };
};

/** Reads commands: `$ npm test` is one, `# fails` after it means that it fails, the lines below are in its output. */
const readCommands = (text: string): readonly Command[] =>
  text.split(/^\$ /m).flatMap((part) => {
    const [first = '', ...says] = part.split('\n').map((line) => line.trim());
    if (first === '') return [];
    const line = first.replace(/\s+# fails$/, '');
    return [{ kind: 'command', line, fails: line !== first, says: says.filter((each) => each !== '') }] as const;
  });
