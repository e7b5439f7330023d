import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { sizes } from '../browser.ts';
import { newLogin, signIn } from '../journeys.ts';
import { kit } from '../kit.ts';
import { composeSaved, findTextBox, listed, saved } from './desk.ts';
import { elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

test('stores what is typed after “send now”, like everything before', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  await signIn(page, stack, login);
  await composeSaved(page, 'one');
  await findTextBox(page).press('Control+s');
  await findTextBox(page).press('End');
  await page.keyboard.type(', two');
  await saved(page);
  expect(await other.contents()).toEqual(['one, two']);
});

test('takes no letter for a shortcut when a conflict, or a deletion elsewhere, comes while the user types', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  await signIn(page, stack, login);
  const id = await composeSaved(page, 'mine');
  const { etag = '' } = (await other.notes.get(id))._unsafeUnwrap();
  (await other.notes.update(id, { content: 'theirs' }, { ifMatch: etag }))._unsafeUnwrap();
  await findTextBox(page).press('End');
  await page.keyboard.type(' and more');
  await page.getByRole('region', { name: 'Yours' }).waitFor();
  const url = page.url();
  await page.keyboard.type(' next kick, jinx?');
  expect(page.url()).toBe(url);
  expect(await page.getByText('Note deleted.').count()).toBe(0);
  expect(await page.getByRole('dialog').count()).toBe(0);
  // The choice leads back to the text.
  await page.getByRole('button', { name: 'Keep mine' }).press('Enter');
  await expect.poll(() => findTextBox(page).evaluate((area) => area === document.activeElement)).toBe(true);
  await page.keyboard.press('End');
  await page.keyboard.type(', xj');
  await saved(page);
  expect(await other.contents()).toEqual(['mine and more, xj']);

  const tab = await visitor.context.newPage();
  await signIn(tab, stack, login);
  await tab.goto(url);
  await findTextBox(tab).waitFor();
  await findTextBox(page).focus();
  await tab.getByRole('button', { name: 'Delete note' }).click();
  await page.getByText('Note deleted.').first().waitFor();
  await page.keyboard.type('nx');
  expect(page.url()).toBe(url);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().press('Enter');
  await expect.poll(() => findTextBox(page).evaluate((area) => area === document.activeElement)).toBe(true);
  expect(visitor.faults).toEqual([]);
});

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
  await hasFocus(undo);
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await keyboard.press('Enter');
  await hasFocus(listed(page, /^second/));

  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).press('Space');
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // It goes back to where it was when the dialog opened.
  await hasFocus(listed(page, /^second/));
  await keyboard.press('n');
  await keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(page.url()).not.toContain('/new/');
  expect(visitor.faults).toEqual([]);
});
