import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, sizes, visitorIn } from '../browser.ts';
import { isTooWide, newLogin, signIn } from '../journeys.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';
import { composeSaved, listed, openNote, saved, textOf, toList } from './desk.ts';

let browser: Browser;
let stack: RunningStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([openBrowser(), runningStack()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

describe.each(Object.entries(sizes))('on a %s', (_, size) => {
  test('notes are written, changed, deleted, and had back', async () => {
    await using visitor = await visitorIn(browser, size);
    const page = await visitor.context.newPage();
    await signIn(page, stack, await newLogin(stack));
    await page.getByText('There are no notes yet.').waitFor();
    expect(await isTooWide(page)).toBe(false);

    await composeSaved(page, 'Milk\nand bread');
    await composeSaved(page, 'Tea');
    expect(await isTooWide(page)).toBe(false);
    await toList(page);
    const titles = () => page.getByRole('list', { name: 'Your notes' }).getByRole('link').allInnerTexts();
    expect((await titles()).map((text) => text.split('\n')[0])).toEqual(['Tea', 'Milk']);

    await openNote(page, /^Milk/);
    await textOf(page).fill('Oat milk');
    await saved(page);
    await page.reload();
    await listed(page, /^Oat milk/)
      .or(textOf(page))
      .first()
      .waitFor();
    await toList(page);
    await listed(page, /^Oat milk/).waitFor();

    await openNote(page, /^Oat milk/);
    await page.getByRole('button', { name: 'Delete note' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await listed(page, /^Oat milk/).waitFor();

    expect(visitor.faults).toEqual([]);
  });
});

test('the time to undo goes on over a reload, and ends in a deletion', async () => {
  await using visitor = await visitorIn(browser, sizes.desktop);
  const page = await visitor.context.newPage();
  await signIn(page, stack, await newLogin(stack));
  await composeSaved(page, 'Oat milk');
  await composeSaved(page, 'Tea');
  await page.getByRole('button', { name: 'Delete note' }).click();
  await page.getByRole('button', { name: 'Undo: Tea' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Undo: Tea' }).waitFor();
  await page.getByRole('button', { name: 'Undo: Tea' }).waitFor({ state: 'detached' });
  await page.reload();
  await listed(page, /^Oat milk/).waitFor();
  expect(await listed(page, /^Tea/).count()).toBe(0);
  expect(visitor.faults).toEqual([]);
});
