import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAnchors, readCodeSpans, readLinks, readPage, readPages, resolveLink, root } from './markdown.ts';

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
        (code) => /^(?:src|infra|web|test|proof|bench|scripts|docs|bin)\/[\w./{},*-]+$/.test(code) && !made.test(code),
      )
      .filter((path) => globSync(path, { cwd: root }).length === 0)
      .map((path) => `${page.file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('anchors are derived as GitHub derives them', () => {
  const text = '# One `code`: *and* more\n## Twice\n## Twice\n```sh\n# no heading\n```\n## [A link](x.md) — Größe\n';
  expect([...readAnchors({ file: '', text })]).toEqual(['one-code-and-more', 'twice', 'twice-1', 'a-link--größe']);
});
