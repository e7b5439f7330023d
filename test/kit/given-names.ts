import { readFileSync } from 'node:fs';

/** Reads the names that a `given.ts` declares for snippets, which use them without a declaration of their own. */
export const readGivenNames = (given: string): readonly string[] =>
  [...readFileSync(given, 'utf8').matchAll(/^export declare const (\w+)/gm)].map(([, name]) => String(name));

/** Selects the names that a snippet mentions, but neither declares nor imports itself. */
export const selectBorrowed = (snippet: string, names: readonly string[]): readonly string[] =>
  names.filter(
    (name) =>
      new RegExp(`\\b${name}\\b`).test(snippet) &&
      !new RegExp(`\\b(?:const|let|function) ${name}\\b|^import .*\\b${name}\\b.* from`, 'm').test(snippet),
  );

/** Writes the import of names, if there are any. */
export const formatImport = (from: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `import { ${names.join(', ')} } from '${from}';`;
