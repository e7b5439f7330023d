import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** Browsers allow six connections for one origin. */
const connections = 6;

/** Hides or shows a tab: this browser shows each of its tabs all the time. */
const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperties(document, {
      hidden: { configurable: true, get: () => hidden },
      visibilityState: { configurable: true, get: () => (hidden ? 'hidden' : 'visible') },
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
const rowsOf = (page: Page) => page.getByRole('region', { name: 'Requests' }).getByRole('link');

test('works in more tabs than the browser has connections, and shows in each what came while it was hidden', async () => {
  await using visitor = await visit(sizes.desktop);
  const pages: Page[] = [];
  for (const n of Array(connections + 2).keys()) {
    const page = await visitor.context.newPage();
    pages.push(page);
    // The chain in one, and data in the next.
    await page.goto(`${stack.outputs.ConsoleUrl}/#/${n % 2 === 0 ? 'chain' : 'table'}`);
    await (n % 2 === 0 ? rowsOf(page).filter({ hasText: people.noteId }).first() : page.getByText('Ann’s')).waitFor();
    await setHidden(page, true);
  }
  const { ann } = people;
  await ann.ask('POST', '/notes?while=hidden', { content: 'came while hidden' });
  const [chain, data] = pages;
  if (chain === undefined || data === undefined) throw new Error('There are no pages.');
  await setHidden(chain, false);
  await rowsOf(chain).filter({ hasText: 'while=hidden' }).waitFor();
  await setHidden(data, false);
  await data.getByText('came while hidden').waitFor();
  await ann.ask('POST', '/notes?while=shown', { content: 'came while shown' });
  await rowsOf(chain).filter({ hasText: 'while=shown' }).waitFor();
  await data.getByText('came while shown').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('a hidden tab follows nothing, even if it was opened so', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  });
  let streams = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/data/changes')) streams++;
  });
  await page.goto(`${stack.outputs.ConsoleUrl}/#/table`);
  await page.getByText('Ann’s').waitFor();
  expect(streams).toBe(0);
  await setHidden(page, false);
  await expect.poll(() => streams).toBe(1);
});

test('a chain that was hidden is shown as it was until it is complete again', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  await page.goto(stack.outputs.ConsoleUrl);
  await rowsOf(page).filter({ hasText: people.noteId }).first().waitFor();
  await setHidden(page, true);
  await people.ann.ask('GET', '/notes?after=that');
  // Every number of rows that there is at any time.
  await page.evaluate(() => {
    const list = document.querySelector('.rows');
    const counts = [list?.childElementCount ?? 0];
    Object.assign(window, { counts });
    const note = () => void counts.push(document.querySelectorAll('.rows > li').length);
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
  });
  await setHidden(page, false);
  await rowsOf(page).filter({ hasText: 'after=that' }).waitFor();
  const counts: number[] = await page.evaluate('window.counts');
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
});

test('says that it waits for the stack while it does', async () => {
  await using visitor = await visit(sizes.desktop);
  const page = await visitor.context.newPage();
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  for (const route of ['live', 'trace*'])
    await page.route(`**/api/chain/${route}`, async (asked) => {
      await mayGoOn;
      await asked.continue();
    });
  await page.goto(`${stack.outputs.ConsoleUrl}/#/chain/t1`);
  const trace = page.getByRole('region', { name: 'The chain of this request' });
  const list = page.getByRole('region', { name: 'Requests' });
  for (const part of [trace, list]) await part.getByText('Asking the stack …').waitFor();
  expect(await list.getByText('There are no requests yet.').count()).toBe(0);
  goOn();
  await rowsOf(page).filter({ hasText: people.noteId }).first().waitFor();
  for (const part of [trace, list]) await part.getByText('Asking the stack …').waitFor({ state: 'detached' });
  expect(visitor.faults).toEqual([]);
});
