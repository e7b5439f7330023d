import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashInlineScripts } from './inline-scripts.ts';
import { createSecurityHeaders } from './security-headers.ts';

const policy = (origins: Parameters<typeof createSecurityHeaders>[0]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (createSecurityHeaders(origins)['content-security-policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

test('the policy allows only what is named, and nothing by a wildcard or as unsafe', () => {
  const api = 'https://api.example';
  const directives = policy({ connect: [api], images: ['https://files.example'] });
  expect(directives.get('connect-src')).toEqual(["'self'", api]);
  expect(directives.get('img-src')).toEqual(["'self'", 'blob:', 'https://files.example']);
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
  const sources = [...directives.values()].flat();
  for (const source of sources) expect(source).not.toMatch(/unsafe|\*|^https?:$|data:/);
});

test('the policy allows the scripts in the document by their hashes', () => {
  const html = '<head><script src="./a.js"></script></head><script>let a = 1;\n</script><template><b></b></template>';
  const hashes = hashInlineScripts(html);
  const hash = createHash('sha256').update('let a = 1;\n').digest('base64');
  expect(hashes).toEqual([`'sha256-${hash}'`]);
  expect(policy({ connect: [], scripts: hashes }).get('script-src')).toEqual(["'self'", ...hashes]);
});

test('without other origins the page may call only its own', () => {
  const directives = policy({ connect: [] });
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
});
