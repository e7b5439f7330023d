import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

// Steps of tests in the notes view, by what a user sees there. The page must be in English.

export const findTextBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Text of the note' });

export const findEditor = (page: Page): Locator =>
  page.locator('section[aria-labelledby]', { has: page.locator('h2') });

export const listed = (page: Page, title: string | RegExp): Locator =>
  page.getByRole('list', { name: 'Your notes' }).getByRole('link', { name: title });

export const compose = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('button', { name: 'New note' }).click();
  // Until the new note is shown, the text box is that of the note that was open before.
  await page.waitForURL(/#\/new\//);
  await expect.poll(() => findTextBox(page).inputValue()).toBe('');
  await findTextBox(page).fill(text);
};

/** Waits until the server has the note that is open. */
export const saved = async (page: Page): Promise<void> => {
  await findEditor(page).getByText('Saved', { exact: true }).waitFor();
};

export const composeSaved = async (page: Page, text: string): Promise<string> => {
  await compose(page, text);
  await page.waitForURL(/#\/note\//);
  await saved(page);
  return readNoteId(page);
};

/** Reads the id of the note that is open. */
export const readNoteId = (page: Page): string => page.url().split('/').at(-1) ?? '';

/** Goes back to the list, on screens that show either the list or a note. */
export const toList = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    location.hash = '/';
  });
};

export const openNote = async (page: Page, title: string | RegExp): Promise<void> => {
  await toList(page);
  await listed(page, title).click();
  await findTextBox(page).waitFor();
};
