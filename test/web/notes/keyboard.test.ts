import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from '../axe.ts';
import { openBrowser, sizes, visitorIn } from '../browser.ts';
import { isTooWide, newLogin, signIn } from '../journeys.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';
import { listed, saved, textOf } from './desk.ts';
import { elsewhere } from './elsewhere.ts';

let browser: Browser;
let stack: RunningStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([openBrowser(), runningStack()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const inBoth = async (page: Page) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await axeFaults(page)).toEqual([]);
  }
};

test('notes are written, found, deleted and had back by keys alone', async () => {
  await using visitor = await visitorIn(browser, sizes.desktop);
  const page = await visitor.context.newPage();
  await signIn(page, stack, await newLogin(stack));
  await page.getByText('There are no notes yet.').waitFor();
  await inBoth(page);
  const { keyboard } = page;
  const hasFocus = (of: ReturnType<Page['locator']>) =>
    expect.poll(() => of.evaluate((element) => element === document.activeElement)).toBe(true);

  await keyboard.press('n');
  await hasFocus(textOf(page));
  await keyboard.type('nn and xx are letters here');
  await keyboard.press('Control+s');
  await saved(page);
  await inBoth(page);
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^nn and xx/));
  await keyboard.press('n');
  await hasFocus(textOf(page));
  await keyboard.type('second');
  await saved(page);
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^second/));
  await keyboard.press('ArrowDown');
  await hasFocus(listed(page, /^nn and xx/));
  await keyboard.press('Enter');
  await hasFocus(page.getByRole('heading', { name: /^Written/ }));
  await keyboard.press('k');
  await expect.poll(() => textOf(page).inputValue()).toBe('second');
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^second/));
  await keyboard.press('x');
  const undo = page.getByRole('button', { name: 'Undo: second' });
  await undo.waitFor();
  await undo.focus();
  await inBoth(page);
  await keyboard.press('Enter');
  await listed(page, /^second/).waitFor();

  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await inBoth(page);
  await page.getByRole('checkbox', { name: 'Shortcuts of a single key' }).press('Space');
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('n');
  await keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(page.url()).not.toContain('/new/');
  expect(visitor.faults).toEqual([]);
});

test('a long list comes page by page, in German, and as wide as the narrowest phone', async () => {
  const login = await newLogin(stack);
  const { notes } = await elsewhere(stack, login);
  for (let number = 1; number <= 45; number++) (await notes.create({ content: `Zettel ${number}` }))._unsafeUnwrap();
  await using visitor = await visitorIn(browser, { viewport: { width: 320, height: 640 } });
  const page = await visitor.context.newPage();
  await signIn(page, stack, login);
  await page.getByRole('button', { name: `Menu of ${login.email}` }).click();
  await page.getByLabel('Language').selectOption('de');
  await page.keyboard.press('Escape');
  const rows = page.getByRole('list', { name: 'Ihre Notizen' }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(40);
  await rows.first().getByText('Zettel 45').waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect.poll(() => rows.count()).toBe(45);
  await page.getByText('Das sind alle Ihre Notizen.').waitFor();
  expect(await isTooWide(page)).toBe(false);
  await page.getByRole('button', { name: 'Neue Notiz' }).click();
  const text = page.getByRole('textbox', { name: 'Text der Notiz' });
  await text.fill(`${'ohne-Umbruch'.repeat(40)}\n${'\u05e2'.repeat(9)}`);
  await page.getByText('Gespeichert').waitFor();
  expect(await isTooWide(page)).toBe(false);
  await inBoth(page);
  expect(visitor.faults).toEqual([]);
});
