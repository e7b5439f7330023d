import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Lists what Git tracks and would track, so that new files are checked before they are committed. */
export const projectFiles = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));

export interface Page {
  /** Path relative to the project. */
  readonly file: string;
  readonly text: string;
}

export const readPage = (file: string): Page => ({ file, text: readFileSync(join(root, file), 'utf8') });

/** Reads every Markdown file of the project. */
export const readPages = (): readonly Page[] =>
  projectFiles()
    .filter((file) => file.endsWith('.md'))
    .map(readPage);

export interface Block {
  readonly page: Page;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language on the fence, such as a file's name. */
  readonly info: string;
  readonly text: string;
}

/** Reads the fenced code blocks of a page, without the indentation that a list gives them. */
export const readBlocks = (page: Page): readonly Block[] => {
  const blocks: Block[] = [];
  const lines = page.text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, indent, language = '', info = ''] = /^( *)```(\S*) *(.*)$/.exec(lines[at] ?? '') ?? [];
    if (indent === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === '```');
    if (end === -1) throw new Error(`${page.file}:${at + 1}: the code block is never closed.`);
    const text = lines.slice(at + 1, end).map((line) => line.slice(Math.min(indent.length, line.search(/\S|$/))));
    blocks.push({ page, line: at + 1, language, info, text: `${text.join('\n')}\n` });
    at = end;
  }
  return blocks;
};

/** Blanks the fenced blocks of a page, and keeps their lines. */
export const withoutBlocks = (text: string): string =>
  text.replace(/^( *)```[\s\S]*?^ *```$/gm, (block) => block.replace(/[^\n]/g, ''));

/** Reads where a page's links and images lead, except to other sites. */
export const readLinks = ({ text }: Page): readonly string[] =>
  [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map(([, target]) => String(target))
    .filter((target) => !/^(?:https?|mailto):/.test(target));

/** Reads what stands between backticks in running text. */
export const readCodeSpans = ({ text }: Page): readonly string[] =>
  [...withoutBlocks(text).matchAll(/(`+)([\s\S]*?[^`])\1(?!`)/g)].map(([, , code]) =>
    String(code).replace(/\s+/g, ' ').trim(),
  );

/** Derives the anchors of a page's headings, as GitHub does. */
export const readAnchors = ({ text }: Page): ReadonlySet<string> => {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const slug = shown
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{N}\p{Mn} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
};

/** Resolves a link of a page to a file, relative to the project. */
export const resolveLink = (page: Page, path: string): string =>
  path === '' ? page.file : join(dirname(page.file), decodeURIComponent(path));
