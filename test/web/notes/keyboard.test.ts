import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { sizes } from '../browser.ts';
import { newLogin, signIn } from '../journeys.ts';
import { kit } from '../kit.ts';
import { findTextBox, listed, saved } from './desk.ts';

const { stack, visit } = kit();

test('writes, finds, deletes and restores notes by keys alone', async () => {
  await using visitor = await visit({ ...sizes.desktop, reducedMotion: 'reduce' });
  const page = await visitor.context.newPage();
  await signIn(page, stack, await newLogin(stack));
  await page.getByText('There are no notes yet.').waitFor();
  expect(await axeFaultsInBoth(page)).toEqual([]);
  const { keyboard } = page;
  const hasFocus = (of: ReturnType<Page['locator']>) =>
    expect.poll(() => of.evaluate((element) => element === document.activeElement)).toBe(true);

  await keyboard.press('n');
  await hasFocus(findTextBox(page));
  await keyboard.type('nn and xx are letters here');
  await keyboard.press('Control+s');
  await saved(page);
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^nn and xx/));
  await keyboard.press('n');
  await hasFocus(findTextBox(page));
  await keyboard.type('second');
  await saved(page);
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^second/));
  await keyboard.press('ArrowDown');
  await hasFocus(listed(page, /^nn and xx/));
  await keyboard.press('Enter');
  await hasFocus(page.getByRole('heading', { name: /^Written/ }));
  await keyboard.press('k');
  await expect.poll(() => findTextBox(page).inputValue()).toBe('second');
  await keyboard.press('Escape');
  await hasFocus(listed(page, /^second/));
  await keyboard.press('x');
  const undo = page.getByRole('button', { name: 'Undo: second' });
  await undo.waitFor();
  await undo.focus();
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await keyboard.press('Enter');
  await listed(page, /^second/).waitFor();

  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).press('Space');
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('n');
  await keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(page.url()).not.toContain('/new/');
  expect(visitor.faults).toEqual([]);
});
