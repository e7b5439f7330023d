import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** An export of one of the package's doors, as the reference shows it. */
export interface Export {
  /** The name that it is imported from, such as `owned-notes/client`. */
  readonly door: string;
  readonly name: string;
  /** Whether its comment says what it is. */
  readonly isExplained: boolean;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

interface Part {
  readonly kind: string;
  readonly text: string;
}

interface Comment {
  readonly summary: readonly Part[];
  readonly blockTags?: readonly { readonly tag: string; readonly content: readonly Part[] }[];
}

interface Reflection {
  readonly name: string;
  readonly comment?: Comment;
  readonly signatures?: readonly Reflection[];
  readonly children?: readonly Reflection[];
}

/** Reads every export of every door from what `npm run reference` wrote. */
export const readExports = async (): Promise<readonly Export[]> => {
  const written = await readFile(join(root, 'build/reference/reference.json'), 'utf8');
  const reference: Reflection = JSON.parse(written);
  return (reference.children ?? []).flatMap(({ name: door, children = [] }) =>
    children.map((each) => ({ door, name: each.name, ...readComment(each) })),
  );
};

/** Reads the comment of an export, which for a function is its signature's. */
const readComment = ({ comment, signatures }: Reflection): Pick<Export, 'isExplained' | 'examples'> => {
  const { summary = [], blockTags = [] }: Partial<Comment> = comment ?? signatures?.[0]?.comment ?? {};
  const examples = blockTags.filter(({ tag }) => tag === '@example');
  return {
    isExplained: summary.some(({ text }) => text.trim() !== ''),
    examples: examples.map(({ content }) => withoutFence(content.map(({ text }) => text).join(''))),
  };
};

const withoutFence = (text: string): string => text.replace(/^\s*```\w*\n/, '').replace(/\n```\s*$/, '');
