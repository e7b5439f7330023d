import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sizes } from './browser.ts';
import { signIn } from './journeys.ts';
import { browserOfFile } from './kit.ts';
import { composeSaved } from './notes/desk.ts';
import { runningStack } from './running-stack.ts';

const visit = browserOfFile();
// A stack of its own, without users and data of other tests: what a stranger has after the README's first command.

/** Reads the README's numbered first steps. */
const readSteps = (): readonly string[] => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [list = ''] = /^1\. [\s\S]*?(?=\n\n)/m.exec(readme) ?? [];
  return list.split(/^\d\. /m).slice(1);
};

test('on a new stack, the README’s first steps can be followed as they are written', async () => {
  const [onPage = '', , inConsole = '', ...others] = readSteps();
  expect(others).toEqual([]);
  const [, email = '', password = ''] = [...onPage.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  const buttons = [...inConsole.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name);
  expect(buttons).toHaveLength(2);

  // What a stranger has after the README’s first command, without users and data of other tests.
  await using stack = await runningStack();
  await using visitor = await visit(sizes.desktop);
  const [page, console_] = [await visitor.context.newPage(), await visitor.context.newPage()];
  await signIn(page, stack, { email, password });
  await composeSaved(page, 'My first note');

  await console_.goto(stack.outputs.ConsoleUrl);
  const rows = console_.getByRole('region', { name: 'Requests' }).getByRole('link');
  await rows.filter({ hasText: 'POST /notes' }).click();
  const chain = console_.getByRole('region', { name: 'The chain of this request' });
  await chain.getByText('Owner', { exact: true }).waitFor();
  const marked = await chain.locator('mark').allTextContents();
  expect(marked.length).toBeGreaterThan(2);
  expect(new Set(marked).size).toBe(1);

  await console_.getByRole('link', { name: 'Try it' }).click();
  for (const name of buttons) await console_.getByRole('button', { name, exact: true }).click();
  await console_.getByRole('status').getByText('was told that there is no such thing').waitFor();
  const outcomes = console_.getByRole('region', { name: /^As / });
  expect(await outcomes.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    `As ${email}: 200`,
    'As somebody.else@example.com: 404',
  ]);
  expect(visitor.faults).toEqual([]);
});
