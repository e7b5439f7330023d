import { existsSync, globSync } from 'node:fs';
import { basename, join, matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import {
  projectFiles,
  readAnchors,
  readCodeSpans,
  readLinks,
  readPage,
  readPages,
  resolveLink,
  root,
} from './markdown.ts';

const pages = readPages();

test('every relative link leads to a file, and to a heading of it', () => {
  const broken = pages.flatMap((page) =>
    readLinks(page)
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = resolveLink(page, path);
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !readAnchors(readPage(target)).has(anchor);
      })
      .map((link) => `${page.file}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** Paths that a page names, but that exist only once something has run. */
const made = /^(?:bench\/results\/\.|build\/|dist\/|coverage\/)/;

test('every source path that a page names exists', () => {
  const missing = pages.flatMap((page) =>
    readCodeSpans(page)
      .filter(
        (code) =>
          /^(?:src|infra|web|test|proof|bench|scripts|docs|bin|examples)\/[\w./{},*-]+$/.test(code) && !made.test(code),
      )
      .filter((path) => globSync(path, { cwd: root }).length === 0)
      .map((path) => `${page.file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every source file that a page names without its folder is in some folder', () => {
  const names = [...new Set(projectFiles().map((file) => basename(file)))];
  const named = pages.flatMap((page) =>
    readCodeSpans(page)
      .filter((code) => /^[\w.{},*-]+\.tsx?$/.test(code))
      .map((code) => ({ page, code })),
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named
    .filter(({ code }) => !names.some((name) => matchesGlob(name, code)))
    .map(({ page, code }) => `${page.file}: ${code}`);
  expect(missing).toEqual([]);
});

test('anchors are derived as GitHub derives them', () => {
  const text = '# One `code`: *and* more\n## Twice\n## Twice\n```sh\n# no heading\n```\n## [A link](x.md) — Größe\n';
  expect([...readAnchors({ file: '', text })]).toEqual(['one-code-and-more', 'twice', 'twice-1', 'a-link--größe']);
});
