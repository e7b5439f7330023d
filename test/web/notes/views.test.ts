import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { appTexts } from '../../../web/page/app-texts.ts';
import { conflictTexts } from '../../../web/page/notes/conflict/conflict-texts.ts';
import { filesTexts } from '../../../web/page/notes/files/files-texts.ts';
import { notesTexts } from '../../../web/page/notes/notes-texts.ts';
import type { Visitor } from '../browser.ts';
import { type Login, newLogin, signIn } from '../journeys.ts';
import { kit } from '../kit.ts';
import { createGatherer, looks } from '../looks.ts';
import { elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

describe.each(looks)('in $language', ({ language, options }) => {
  const texts = { ...notesTexts[language], ...filesTexts[language], ...conflictTexts[language], ...appTexts[language] };
  const textOf = (page: Page) => page.getByRole('textbox', { name: texts.content });
  const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const shows = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();
  const saved = (page: Page) => page.locator('section').getByText(texts.phases.Saved, { exact: true }).waitFor();

  /** Signs in in English, as the journeys do, and then switches to the language under test. */
  const signInAs = async ({ context }: Visitor, login: Login): Promise<Page> => {
    const page = await context.newPage();
    await signIn(page, stack, login);
    await page.evaluate((chosen) => localStorage.setItem('owned-notes/language', chosen), language);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: texts.notes }).waitFor();
    return page;
  };
  const write = async (page: Page, text: string): Promise<string> => {
    await click(page, texts.create);
    await page.waitForURL(/#\/new\//);
    await expect.poll(() => textOf(page).inputValue()).toBe('');
    await textOf(page).fill(text);
    await page.waitForURL(/#\/note\//);
    await saved(page);
    return page.url().split('/').at(-1) ?? '';
  };
  const isOfApi = ({ href }: URL) => href.startsWith(stack.outputs.ApiEndpoint);

  test('passes axe, light and dark, and fits its window, whatever state a note is in', async () => {
    const login = await newLogin(stack, { name: 'somebody-with-quite-a-long-address' });
    const other = await elsewhere(stack, login);
    await using visitor = await visit({ ...options, locale: 'en-GB' });
    const page = await signInAs(visitor, login);
    const { look, faults } = createGatherer(page);
    const change = async (id: string, content: string) => (await other.notes.update(id, { content }))._unsafeUnwrap();
    await shows(page, texts.empty);
    await look('no notes');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await look('keyboard shortcuts');
    await page.keyboard.press('Escape');

    const id = await write(page, `${'ohne-Umbruch'.repeat(40)}\n${'\u05e2'.repeat(9)}`);
    await look('a note');
    await textOf(page).fill('');
    await shows(page, texts.emptyNote);
    await look('an empty note');
    await textOf(page).fill('x'.repeat(256 * 1024 + 1));
    await shows(page, texts.tooLong);
    await textOf(page).fill('x');
    await saved(page);

    await change(id, 'theirs');
    await textOf(page).fill('mine');
    await shows(page, texts.title);
    await look('a conflict');
    await click(page, texts.merge);
    await page.getByLabel(texts.merged).waitFor();
    await look('merging');
    await click(page, texts.takeTheirs);
    await saved(page);

    await visitor.context.route(isOfApi, async (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      await route.fetch();
      await route.abort();
    });
    await visitor.context.route(
      (url) => isOfApi(url) && url.pathname.endsWith(id),
      (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()),
    );
    await textOf(page).fill('in doubt');
    await shows(page, texts.unknown);
    await look('an unknown outcome');
    await page.locator('header button').first().click();
    await click(page, texts.signOut);
    await page.getByRole('dialog', { name: texts.unsentTitle }).waitFor();
    await look('signing out with unsent changes');
    await click(page, texts.stay);
    await visitor.context.unrouteAll();
    await click(page, texts.sendNow);
    await saved(page);

    await visitor.context.route(isOfApi, (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({
            ...{
              status: 422,
              contentType: 'application/problem+json',
              headers: { 'access-control-allow-origin': '*' },
            },
            body: JSON.stringify({ type: 'about:planted', title: 'Planted', status: 422, detail: 'Planted.' }),
          })
        : route.fallback(),
    );
    await textOf(page).fill('refused');
    await shows(page, texts.refused('422', 'Planted.'));
    await look('a refused note');
    await visitor.context.unrouteAll();
    await click(page, texts.sendAgain);
    await saved(page);

    (await other.notes.delete(id))._unsafeUnwrap();
    await textOf(page).fill('deleted elsewhere');
    await shows(page, texts.gone);
    await look('a note that was deleted elsewhere');
    await click(page, texts.keepAsNew);
    await shows(page, texts.keptAsNew);
    await saved(page);
    await click(page, texts.remove);
    await page.getByRole('button', { name: texts.undo, exact: true }).first().waitFor();
    await look('a deletion that can be undone');
    expect(faults).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });

  test('passes axe and fits its window, whatever state a file is in', async () => {
    const login = await newLogin(stack);
    await using visitor = await visit({ ...options, locale: 'en-GB' });
    const page = await signInAs(visitor, login);
    const { look, faults } = createGatherer(page);
    const isOfStore = ({ href }: URL) => href.startsWith(String(stack.outputs.S3Endpoint));
    const choose = async (button: string) => {
      const chosen = page.waitForEvent('filechooser');
      await click(page, button);
      await (await chosen).setFiles({ name: 'a-file.txt', mimeType: 'text/plain', buffer: Buffer.from('of the file') });
    };
    await write(page, 'with a file');
    await visitor.context.route(isOfStore, () => {});
    await choose(texts.attach);
    await page.getByRole('progressbar', { name: texts.progress('a-file.txt') }).waitFor();
    await look('uploading');
    await click(page, texts.cancel);

    await visitor.context.unrouteAll();
    await visitor.context.route(isOfStore, (route) => route.abort());
    await choose(texts.attach);
    await shows(page, texts.failed);
    await look('interrupted');
    await visitor.context.setOffline(true);
    await shows(page, texts.needsNetwork);
    await look('waiting for the network');

    await visitor.context.unrouteAll();
    await visitor.context.route(isOfStore, (route) =>
      route.fulfill({
        status: 403,
        headers: { 'access-control-allow-origin': '*' },
        body: '<Error><Code>AccessDenied</Code></Error>',
      }),
    );
    await visitor.context.setOffline(false);
    await shows(page, texts.tooLarge);
    await look('refused');
    await visitor.context.unrouteAll();
    await click(page, texts.goOn);
    await page.getByRole('button', { name: texts.download }).waitFor();
    await saved(page);
    await look('attached');
    await click(page, texts.removeFile);
    await shows(page, texts.removed);
    await look('removed, with an undo');
    expect(faults).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
});
