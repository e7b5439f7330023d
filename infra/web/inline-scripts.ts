import { createHash } from 'node:crypto';

/**
 * Hashes the scripts that are in the document itself. Returns the sources by which a policy allows them, such as
 * `'sha256-…'` [Content Security Policy Level 3, "hash-source"].
 */
export const hashInlineScripts = (html: string): readonly string[] =>
  [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
