import { expect, test } from 'vitest';
import { hashInlineScripts } from './inline-scripts.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { withPolicy } from './with-policy.ts';

const origins = { connect: ['https://api.example', 'https://files.example'], images: ['https://files.example'] };
const html =
  '<!doctype html>\n<html lang="en">\n  <head>\n    <script type="module" src="./a.js"></script>\n  </head></html>';

test('a page states the policy of its headers, except frame-ancestors, before it loads anything', () => {
  const [before = '', ...after] = withPolicy(html, origins).split('<script');
  const [, policy] = /<head><meta http-equiv="Content-Security-Policy" content="([^"]+)">\s*$/.exec(before) ?? [];
  expect(after).toHaveLength(1);
  const ofHeaders = createSecurityHeaders(origins)['content-security-policy'].split('; ');
  expect(policy?.split('; ')).toEqual(ofHeaders.filter((directive) => directive !== "frame-ancestors 'none'"));
  expect(policy).toContain("connect-src 'self' https://api.example https://files.example");
});

test('the policy in the page names the scripts in the page', () => {
  const inline = html.replace('</html>', '<body><script>let a = 1;</script></body></html>');
  const [hash] = hashInlineScripts(inline);
  expect(hash).toMatch(/^'sha256-/);
  expect(withPolicy(inline, origins)).toContain(`script-src 'self' ${hash};`);
});

test.each(['<html></html>', '<head></head><head></head>', '<HEAD></HEAD>'])(
  'a page without exactly one <head> is refused: %s',
  (page) => {
    expect(() => withPolicy(page, origins)).toThrow('exactly one <head>');
  },
);
