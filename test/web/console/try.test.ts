import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sizes } from '../browser.ts';
import { browserOfFile } from '../kit.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';

const visit = browserOfFile();
let stack: RunningStack;
beforeAll(async () => {
  stack = await runningStack();
});
beforeEach(async () => {
  await tell('reset');
  await tell('seed');
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Sends a command to the console, as `notes local` does. */
const tell = async (command: 'seed' | 'reset'): Promise<void> => {
  const answer = await fetch(`${stack.outputs.ConsoleUrl}/api/data/${command}`, {
    ...{ method: 'POST', headers: { 'x-owned-notes-console': 'test' }, body: '{}' },
  });
  expect(answer.status).toBe(200);
};

const open = async (page: Page, tab: string): Promise<void> => {
  await page.getByRole('link', { name: tab, exact: true }).click();
  await page.getByRole('heading', { level: 2, name: tab }).waitFor();
};
const readForm = async (page: Page) => {
  const choice = (name: string) => page.getByRole('combobox', { name, exact: true }).locator('option:checked');
  const field = (name: string | RegExp) => page.getByRole('textbox', { name }).inputValue();
  return {
    as: await choice('As').textContent(),
    other: await choice('Somebody else').textContent(),
    ...{ method: await field('Method'), path: await field(/^Path/), body: await field('Body') },
    headers: await field(/^Headers/),
  };
};
const choose = async (page: Page, as: string, other: string): Promise<void> => {
  await page.getByRole('combobox', { name: 'As', exact: true }).selectOption({ label: as });
  await page.getByRole('combobox', { name: 'Somebody else' }).selectOption({ label: other });
};
const listUsers = async (page: Page) =>
  (await page.getByRole('combobox', { name: 'As', exact: true }).locator('option').allTextContents()).toSorted();
const listOutcomes = (page: Page) =>
  page.getByRole('region', { name: /^As / }).getByRole('heading', { level: 3 }).allTextContents();
const outcomeOf = (page: Page, email: string) => page.getByRole('region', { name: `As ${email}` });

describe('“Try it”', () => {
  test('keeps request, users and results while another tab is shown', async () => {
    await using visitor = await visit(sizes.desktop);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
    await choose(page, 'bruno@example.com', 'chiyo@example.com');
    const filled = {
      ...{ as: 'bruno@example.com', other: 'chiyo@example.com' },
      // The last header is not complete yet.
      ...{ method: 'GET', path: '/notes?limit=2', body: '', headers: 'accept: text/x\nx-half' },
    };
    await page.getByRole('textbox', { name: 'Method' }).fill(filled.method);
    await page.getByRole('textbox', { name: /^Path/ }).fill(filled.path);
    await page.getByRole('textbox', { name: 'Body' }).fill(filled.body);
    await page.getByRole('textbox', { name: /^Headers/ }).fill(filled.headers);
    expect(await readForm(page)).toEqual(filled);
    await page.getByRole('button', { name: 'Send, and again as somebody else' }).click();
    const both = ['As bruno@example.com: 200', 'As chiyo@example.com: 200'];
    await expect.poll(() => listOutcomes(page)).toEqual(both);

    await outcomeOf(page, filled.as).getByRole('link', { name: 'Its chain among all requests' }).click();
    await page.getByRole('region', { name: 'The chain of this request' }).getByText('Owner', { exact: true }).waitFor();
    await page.goBack();
    await expect.poll(() => listOutcomes(page)).toEqual(both);
    expect(await readForm(page)).toEqual(filled);
    await open(page, 'Mail');
    await open(page, 'Try it');
    await expect.poll(() => listOutcomes(page)).toEqual(both);
    expect(await readForm(page)).toEqual(filled);
    expect(visitor.faults).toEqual([]);
  });

  test('shows the result of a request that was under way while another tab was shown', async () => {
    await using visitor = await visit(sizes.desktop);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
    await choose(page, 'anna@example.com', 'bruno@example.com');
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    await page.route('**/api/try/send', async (route) => {
      await mayGoOn;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await open(page, 'Mail');
    goOn();
    await open(page, 'Try it');
    await expect.poll(() => listOutcomes(page)).toEqual(['As anna@example.com: 200']);
    await expect.poll(() => page.getByRole('button', { name: 'Send', exact: true }).isEnabled()).toBe(true);
    expect(visitor.faults).toEqual([]);
  });

  test('shows the first result if the second request fails, and none of an earlier request', async () => {
    await using visitor = await visit(sizes.desktop);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
    await choose(page, 'admin@example.com', 'anna@example.com');
    const sendAsBoth = page.getByRole('button', { name: 'Send, and again as somebody else' });
    const both = ['As admin@example.com: 200', 'As anna@example.com: 200'];
    await sendAsBoth.click();
    await expect.poll(() => listOutcomes(page)).toEqual(both);

    let requests = 0;
    const error = 'That cannot be sent: the connection broke off.';
    await page.route('**/api/try/send', (route) =>
      ++requests === 2 ? route.fulfill({ status: 400, json: { error } }) : route.continue(),
    );
    await page.getByRole('textbox', { name: /^Path/ }).fill('/nowhere');
    await sendAsBoth.click();
    await page.getByRole('alert').getByText(error).waitFor();
    expect(await listOutcomes(page)).toEqual(['As admin@example.com: 404']);

    await page.unrouteAll();
    await sendAsBoth.click();
    await expect.poll(() => listOutcomes(page)).toEqual(['As admin@example.com: 404', 'As anna@example.com: 404']);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.route('**/api/try/send', (route) => route.fulfill({ status: 400, json: { error } }));
    await sendAsBoth.click();
    await page.getByRole('alert').getByText(error).waitFor();
    expect(await listOutcomes(page)).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });

  test('lists the users that there are now, and stays with those who were chosen', async () => {
    await using visitor = await visit(sizes.desktop);
    const page = await visitor.context.newPage();
    await page.goto(`${stack.outputs.ConsoleUrl}/#/try`);
    const seeded = ['admin@example.com', 'anna@example.com', 'bruno@example.com', 'chiyo@example.com'];
    await expect.poll(() => listUsers(page)).toEqual(seeded);
    await choose(page, 'anna@example.com', 'bruno@example.com');
    await tell('reset');
    await expect.poll(() => listUsers(page)).toEqual(['admin@example.com']);
    // The same address is another user now.
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => listOutcomes(page)).toEqual(['As admin@example.com: 200']);
    expect(await page.getByRole('combobox', { name: 'Somebody else' }).count()).toBe(0);
    await tell('seed');
    await expect.poll(() => listUsers(page)).toEqual(seeded);
    expect(await readForm(page)).toMatchObject({ as: 'anna@example.com', other: 'bruno@example.com' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => listOutcomes(page)).toEqual(['As anna@example.com: 200']);
    expect(visitor.faults).toEqual([]);
  });
});

test('the data’s tabs keep what is searched for, what is written, and what came of an action', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(`${stack.outputs.ConsoleUrl}/#/mail`);
  const searches = [
    ['Table', 'Search in all items', 'kites'],
    ['Files', 'Search by owner or name', 'svg'],
    ['Users', 'Search by address or id', 'chiyo'],
    ['Data and clock', 'Name', 'before-lunch'],
  ] as const;
  for (const [tab, label, text] of searches) {
    await open(page, tab);
    await page.getByLabel(label).fill(text);
  }
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  await page.route('**/api/data/seed', async (route) => {
    await mayGoOn;
    await route.continue();
  });
  const create = page.getByRole('button', { name: 'Create example data' });
  await create.click();
  for (const [tab, label, text] of searches) {
    await open(page, tab);
    expect(await page.getByLabel(label).inputValue()).toBe(text);
  }
  expect(await create.isDisabled()).toBe(true);
  await open(page, 'Mail');
  goOn();
  await open(page, 'Data and clock');
  await page.getByText(/anna@example\.com.* exist, with the password/).waitFor();
  expect(await create.isEnabled()).toBe(true);
  expect(visitor.faults).toEqual([]);
});

test('the chain keeps its filter and its pause while another tab is shown', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.ConsoleUrl);
  const rows = page.getByRole('region', { name: 'Requests' }).getByRole('link');
  await expect.poll(() => rows.count()).toBeGreaterThan(10);
  await page.getByLabel('Search').fill('notes');
  await page.getByLabel('User').selectOption({ label: 'bruno@example.com' });
  await page.getByLabel('Outcome').selectOption('served');
  await page.getByRole('button', { name: 'Pause' }).click();
  const shown = await rows.allTextContents();
  expect(shown.length).toBeGreaterThan(0);

  await open(page, 'Try it');
  await page.getByRole('combobox', { name: 'As', exact: true }).selectOption({ label: 'bruno@example.com' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => listOutcomes(page)).toEqual(['As bruno@example.com: 200']);
  await open(page, 'Chain');
  expect(await rows.allTextContents()).toEqual(shown);
  expect(await page.getByLabel('Search').inputValue()).toBe('notes');
  expect(await page.getByLabel('User').inputValue()).toBe('bruno@example.com');
  expect(await page.getByLabel('Outcome').inputValue()).toBe('served');
  await page.getByRole('button', { name: 'Pause', pressed: true }).click();
  await expect.poll(() => rows.count()).toBe(shown.length + 1);
  expect(visitor.faults).toEqual([]);
});
