import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../axe.ts';
import { sizes } from '../browser.ts';
import { browserOfFile } from '../kit.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';
import { createPeople, type People } from './people.ts';

const visit = browserOfFile();
let stack: RunningStack;
let people: People;
beforeAll(async () => {
  stack = await runningStack();
  people = await createPeople(stack);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const expectAccessible = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFaults(page)).toEqual([]);
  }
};

describe.each(Object.entries(sizes))('on a %s', (_name, size) => {
  test('shows a request as it comes in, finds it, and opens its chain, which says where it ends', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await page.goto(stack.outputs.ConsoleUrl);
    const rows = page.getByRole('region', { name: 'Requests' }).getByRole('link');
    await rows.filter({ hasText: people.noteId }).first().waitFor();
    await people.ann.ask('GET', '/notes?limit=3');
    await rows.filter({ hasText: '/notes?limit=3' }).first().waitFor();
    await page.getByLabel('Outcome').selectOption('refused');
    expect(await rows.filter({ hasText: 'limit=3' }).count()).toBe(0);
    await rows.filter({ hasText: people.noteId }).first().click();
    const chain = page.getByRole('region', { name: 'The chain of this request' });
    await chain.getByText('The note is another owner’s').waitFor();
    const titles = await chain.getByRole('heading', { level: 4 }).allTextContents();
    expect(titles).toEqual([
      ...['Why it was refused', 'Request', 'Canonical request', 'Credentials', 'Policy of the caller'],
      ...[
        'Policy of the function',
        'Function “get”',
        'Owner',
        'Role session',
        'DynamoDB: GetItem — the chain ends here',
      ],
      'Answer',
    ]);
    // The same owner is marked in each step, from the credentials to the key.
    for (const marked of await chain.locator('mark').allTextContents()) expect(marked).toBe(people.bob.identityId);
    for (const more of await chain.locator('details').all()) await more.locator('summary').first().click();
    await expectAccessible(page);
    expect(visitor.faults).toEqual([]);
  });

  test('keeps the list as it is while paused, and then adds what came meanwhile', async () => {
    await using visitor = await visit(size);
    const [paused, live] = [await visitor.context.newPage(), await visitor.context.newPage()];
    const rowsOf = (page: Page) => page.getByRole('region', { name: 'Requests' }).getByRole('link');
    for (const page of [paused, live]) {
      await page.goto(stack.outputs.ConsoleUrl);
      await rowsOf(page).filter({ hasText: people.noteId }).first().waitFor();
    }
    const pause = paused.getByRole('button', { name: 'Pause' });
    await pause.click();
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    const before = await rowsOf(paused).count();
    const path = `/notes?limit=5&paused=${size.viewport.width}`;
    await people.ann.ask('GET', path);
    await rowsOf(live).filter({ hasText: path }).first().waitFor();
    expect(await rowsOf(paused).count()).toBe(before);
    // What is listed can still be opened.
    await rowsOf(paused).filter({ hasText: people.noteId }).first().click();
    const chain = paused.getByRole('region', { name: 'The chain of this request' });
    await chain.getByText('The note is another owner’s').waitFor();
    await paused.goBack();
    await expectAccessible(paused);
    await pause.click();
    await rowsOf(paused).filter({ hasText: path }).first().waitFor();
    expect(await pause.getAttribute('aria-pressed')).toBe('false');
    expect(visitor.faults).toEqual([]);
  });

  test('asks for another user’s note, and says what stopped it', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
    // A user who is chosen as the one who asks is no longer chosen as somebody else.
    const as = page.getByRole('combobox', { name: 'As', exact: true });
    const somebodyElse = page.getByRole('combobox', { name: 'Somebody else' });
    for (const label of await as.locator('option').allTextContents()) {
      await as.selectOption({ label });
      await expect.poll(() => somebodyElse.inputValue()).not.toBe(await as.inputValue());
    }
    await as.selectOption({ label: 'admin@example.com' });
    // They go to this stack from any folder.
    const commands = page.getByRole('region', { name: 'The same from elsewhere' });
    const file = join(stack.data, 'outputs.json');
    expect(await commands.getByLabel('npx notes call').textContent()).toContain(` --outputs ${file} `);
    for (const title of ['Keys', 'Client code'])
      expect(await commands.getByRole('group', { name: title, includeHidden: true }).textContent()).toContain(
        `const outputs = "${file}";`,
      );
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Ask for this note as both' }).click();
    await page.getByRole('status').getByText('was told that there is no such thing').waitFor();
    const outcomes = page.getByRole('region', { name: /^As / });
    expect(await outcomes.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'As admin@example.com: 200',
      expect.stringMatching(/: 404$/),
    ]);
    await expectAccessible(page);
    expect(visitor.faults).toEqual([]);
  });
});

test('says that an answer is longer than what is shown, and asks for the note in it all the same', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
  const content = 'long '.repeat(4000);
  await page.getByRole('textbox', { name: 'Body' }).fill(JSON.stringify({ content }));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const outcomes = page.getByRole('region', { name: /^As / });
  await outcomes
    .locator('> p')
    .getByText(/^The beginning of 20,\d{3} bytes\.$/)
    .waitFor();
  const shown = await outcomes.getByLabel('Answer').first().textContent();
  expect(shown?.length).toBeLessThan(content.length);
  await page.getByRole('button', { name: 'Ask for this note as both' }).click();
  await page.getByRole('status').getByText('was told that there is no such thing').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('works by the keyboard alone, from the tabs to the chain of a request and back', async () => {
  await using visitor = await visit(sizes.phone);
  const page = await visitor.context.newPage();
  await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
  await page.getByRole('heading', { name: 'Try it' }).waitFor();
  const focused = () =>
    page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement?.textContent ?? '')));
  const tabTo = async (text: string) => {
    for (let n = 0; n < 40 && !(await focused()).includes(text); n++) await page.keyboard.press('Tab');
    expect(await focused()).toContain(text);
  };
  await tabTo('Chain');
  await page.keyboard.press('Enter');
  await page.getByText(people.noteId).first().waitFor();
  await tabTo(people.noteId);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'The chain of this request' }).getByText('Owner', { exact: true }).waitFor();
  // The focus is on what was opened, so that a screen reader starts there.
  await expect.poll(focused).toContain(people.noteId);
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('All requests');
  await page.keyboard.press('Enter');
  await page.getByLabel('Search').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('shows which of two users was not answered, and what the other got', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
  let sent = 0;
  await page.route('**/api/try/send', (route) => {
    if (sent++ > 0) return route.continue();
    const request = { method: 'GET', url: `${stack.outputs.ApiEndpoint}/notes`, headers: [] };
    return route.fulfill({ json: { sent: request, unanswered: 'socket hang up', milliseconds: 1 } });
  });
  await page.getByRole('button', { name: 'Send, and again as somebody else' }).click();
  await page
    .getByRole('status')
    .getByText(/^No answer came to \S+@example\.com\. \S+@example\.com was served\.$/)
    .waitFor();
  const outcomes = page.getByRole('region', { name: /^As / });
  expect(await outcomes.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    expect.stringMatching(/: no answer$/),
    expect.stringMatching(/: 200$/),
  ]);
  await outcomes.getByText('No answer came: socket hang up.').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('shows that IAM stops another user at the table itself, and at a file', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
  for (const [service, example] of [
    ['dynamodb', 'Query below the first user’s key'],
    ['s3', 'Get the file that is below the first user’s prefix'],
  ] as const) {
    await page.getByRole('combobox', { name: 'Ask', exact: true }).selectOption(service);
    await page.getByRole('combobox', { name: 'Begin with' }).selectOption(example);
    await page.getByRole('button', { name: 'Send, and again as somebody else' }).click();
    await page.getByRole('status').getByText('IAM stopped').waitFor();
    await page.getByText('the chain ends here').first().waitFor();
  }
  expect(visitor.faults).toEqual([]);
});
