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

describe('“Try it”', () => {
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
