import { expect, test } from 'vitest';
import { createPerson } from '../../test/kit/cli/person.ts';

const readHelp = async (...command: readonly string[]) => {
  const { code, out, err } = await createPerson().notes([...command, '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};
/**
 * Returns the lines of one part of a help text, each a name and its description; a wrapped line belongs to the line
 * before.
 */
const part = (help: string, title: string): readonly (readonly [name: string, what: string])[] => {
  const [, lines = ''] = new RegExp(`^${title}:\n((?: {2}.*\n?)+)`, 'm').exec(help) ?? [];
  return lines
    .replace(/\n {4,}/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().split(/ {2,}/))
    .map(([name = '', what = '']) => [name, what] as const);
};
const namesIn = (help: string) =>
  part(help, 'Commands')
    .map(([name]) => name.split(' ')[0] ?? '')
    .filter((name) => name !== 'help');

const of = (name: string, ...options: readonly string[]) => ({ name, options });
const password = '--password <password>';
const newPassword = '--new-password <password>';

test.each([
  of('sign-up', password),
  of('confirm'),
  of('resend'),
  of('forgot-password'),
  of('reset-password', newPassword),
  of('change-password', password, newPassword),
  of('delete-account', '--yes'),
  of('sign-in', password, newPassword, '--code <code>'),
  of('sign-out', '--everywhere'),
  of('whoami'),
  of('create', '--attachment <key>', '--attach <file>', '--key <uuid>'),
  of('list', '--limit <n>', '--after <id>', '--all'),
  of('get'),
  of('update', '--attachment <key>', '--attach <file>', '--if-match <etag>'),
  of('delete', '--if-match <etag>'),
  of('files'),
  of('download', '--output <file>', '--force'),
  of('detach'),
  of('export', '--force'),
  of('import', '--revive'),
  of('erase', '--owner <identity-id>', '--email <email>', '--yes'),
  of('totp on', '--code <code>'),
  of('totp off'),
  of('why'),
  of('local reset', '--yes'),
  of('local seed'),
  of('local snapshot'),
  of('local snapshots'),
  of('local restore', '--yes'),
  of('local clock'),
  of('attack', password, '--other-password <password>', '--technique <name>'),
  of('doctor', '--username <email>', password, '--code <code>', '--origin <url>', '--read-only'),
  of('openapi'),
  of(
    'call',
    ...['--username <email>', password, '--code <code>', '--user-pool-id <id>', '--app-client-id <id>'],
    ...['--cognito-region <region>', '--identity-pool-id <id>', '--cognito-endpoint <url>', '--invoke-url <url>'],
    ...['--api-gateway-region <region>', '--api-key <key>', '--access-token-header <name>', '--path-template <path>'],
    ...['--method <method>', '--params <json>', '--additional-params <json>', '--body <json>', '--param <name=value>'],
    ...['--header <name=value>', '--query <name=value>', '--data <name=value>'],
  ),
])('notes $name has help for all its options and arguments', async ({ name, options }) => {
  const help = await readHelp(...name.split(' '));
  const [usage = '', , what = ''] = help.split('\n');
  expect(usage).toMatch(new RegExp(`^Usage: notes ${name}`));
  expect(what).toMatch(/^\w.{8,}/);
  const described = [...part(help, 'Options'), ...part(help, 'Arguments')];
  expect(part(help, 'Options').map(([option]) => option)).toEqual([...options, '-h, --help']);
  for (const [term, about] of described) expect([term, about]).toEqual([term, expect.stringMatching(/\w{2}/)]);
  for (const argument of usage.matchAll(/[<[](id|content)[>\]]/g))
    expect(part(help, 'Arguments').map(([term]) => term)).toContain(argument[1]);
});

test('the main help lists and describes every command', async () => {
  const help = await readHelp();
  expect(namesIn(help)).toEqual([
    ...['sign-up', 'confirm', 'resend', 'forgot-password', 'reset-password', 'change-password', 'delete-account'],
    ...[
      'sign-in',
      'sign-out',
      'whoami',
      'totp',
      'create',
      'list',
      'get',
      'update',
      'delete',
      'files',
      'download',
      'detach',
      'export',
      'import',
      'erase',
    ],
    ...['call', 'why', 'local'],
    ...['attack', 'doctor', 'openapi'],
  ]);
  const totp = await readHelp('totp');
  expect(namesIn(totp)).toEqual(['on', 'off']);
  expect(part(help, 'Options').map(([name]) => name)).toEqual(['--outputs <file>', '--json', '-h, --help']);
  for (const [name, what] of [...part(help, 'Commands'), ...part(help, 'Options'), ...part(totp, 'Commands')])
    expect([name, what]).toEqual([name, expect.stringMatching(/\w{2}/)]);
});
