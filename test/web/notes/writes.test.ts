import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import type { Visitor } from '../browser.ts';
import { isTooWide, type Login, newLogin, signIn } from '../journeys.ts';
import { isDesktop, kit, onEachSize } from '../kit.ts';
import { compose, composeSaved, findEditor, findTextBox, listed, openNote, readNoteId, saved, toList } from './desk.ts';
import { type Elsewhere, elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

let login: Login;
let other: Elsewhere;
let visitor: Visitor;
let page: Page;
let writes: string[] = [];
const isOfApi = (url: string) => url.startsWith(stack.outputs.ApiEndpoint);

/** Hands the first `times` requests of a method to a handler. The function that it resolves to removes all handlers. */
const meddle = async (method: string, times: number, with_: (route: Route) => Promise<void>) => {
  let left = times;
  await visitor.context.route(
    ({ href }) => isOfApi(href),
    (route) => (route.request().method() === method && left-- > 0 ? with_(route) : route.fallback()),
  );
  return () => visitor.context.unrouteAll();
};
const loseReply = async (route: Route) => {
  await route.fetch();
  await route.abort();
};

const change = async (id: string, content: string) => {
  const note = (await other.notes.get(id))._unsafeUnwrap();
  (await other.notes.update(id, { content }, { ifMatch: note.etag ?? '' }))._unsafeUnwrap();
};

onEachSize((size) => {
  beforeAll(async () => {
    login = await newLogin(stack);
    other = await elsewhere(stack, login);
    visitor = await visit(size);
    page = await visitor.context.newPage();
    page.on('request', (request) => {
      if (isOfApi(request.url()) && ['POST', 'PUT', 'DELETE'].includes(request.method())) writes.push(request.method());
    });
    await signIn(page, stack, login);
  });
  afterAll(async () => {
    await visitor?.[Symbol.asyncDispose]();
    expect(visitor?.faults).toEqual([]);
  });
  beforeEach(() => {
    writes = [];
  });

  test('shows both versions of a conflict, and lets the user merge them or keep either one', async () => {
    const id = await composeSaved(page, 'milk\nbread\neggs');
    const conflict = async (theirs: string, mine: string) => {
      await change(id, theirs);
      await findTextBox(page).fill(mine);
      await page.getByRole('region', { name: 'Yours' }).waitFor();
    };
    await conflict('milk\nbread\neggs\ntea', 'oat milk\nbread\neggs');
    expect(await page.getByRole('region', { name: 'Yours' }).innerText()).toContain('oat milk');
    expect(await page.getByRole('region', { name: 'The saved one' }).innerText()).toContain('tea');
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await isTooWide(page)).toBe(false);
    await page.setViewportSize(size.viewport);
    await page.getByRole('button', { name: 'Merge' }).click();
    const merged = page.getByRole('textbox', { name: 'Merged text' });
    expect(await merged.inputValue()).toBe('oat milk\nbread\neggs\ntea');
    await merged.fill('oat milk\nbread\neggs\ngreen tea');
    await page.getByRole('button', { name: 'Save the merged text' }).click();
    await saved(page);
    expect(await findTextBox(page).inputValue()).toBe('oat milk\nbread\neggs\ngreen tea');
    await expect.poll(other.contents).toContain('oat milk\nbread\neggs\ngreen tea');

    await conflict('theirs', 'mine');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await saved(page);
    await expect.poll(other.contents).toContain('mine');

    await conflict('theirs again', 'mine again');
    await page.getByRole('button', { name: 'Keep the saved one' }).click();
    await saved(page);
    expect(await findTextBox(page).inputValue()).toBe('theirs again');
    expect(await other.contents()).toContain('theirs again');
  });

  test('shows one text in two tabs, and lets neither overwrite the other', async () => {
    await composeSaved(page, 'one');
    const tab = await visitor.context.newPage();
    // Each tab has its own sign-in, so this one signs in as the first did.
    await signIn(tab, stack, login);
    await openNote(tab, /^one/);
    await findTextBox(tab).fill('one\ntwo');
    await expect.poll(() => findTextBox(page).inputValue()).toBe('one\ntwo');
    await findTextBox(page).fill('zero\none\ntwo');
    await expect.poll(() => findTextBox(tab).inputValue()).toBe('zero\none\ntwo');
    await saved(page);
    await expect.poll(other.contents).toContain('zero\none\ntwo');
    await tab.close();
  });

  test('lets the user keep a note that was deleted meanwhile as a new one, or discard it', async () => {
    const id = await composeSaved(page, 'gone');
    (await other.notes.delete(id))._unsafeUnwrap();
    await findTextBox(page).fill('gone, and written to');
    await page.getByRole('button', { name: 'Keep mine as a new note' }).click();
    await page.waitForURL((url) => !url.hash.endsWith(id));
    await saved(page);
    expect(await findTextBox(page).inputValue()).toBe('gone, and written to');
    await expect.poll(other.contents).toContain('gone, and written to');
    const again = readNoteId(page);
    (await other.notes.delete(again))._unsafeUnwrap();
    await findTextBox(page).fill('gone for good');
    await page.getByRole('button', { name: 'Discard mine' }).click();
    await page.waitForURL(/#\/$/);
    await page.getByText('These are all of your notes.').waitFor();
    expect(await listed(page, /^gone/).count()).toBe(0);
  });

  test('calls an update whose reply is lost unknown, looks it up, and does not send it twice', async () => {
    await composeSaved(page, 'doubt');
    writes = [];
    const end = await meddle('PUT', 1, loseReply);
    await findTextBox(page).fill('doubt, resolved');
    await page.getByText('it is not known whether it was saved').waitFor();
    await saved(page);
    expect(writes).toEqual(['PUT']);
    expect(await other.contents()).toContain('doubt, resolved');
    await end();
  });

  test('creates one note even if the replies to the create are lost', async () => {
    const end = await meddle('POST', 3, loseReply);
    await compose(page, 'made once');
    await page.getByText('it is not known whether it was saved').waitFor();
    await saved(page);
    expect(writes.length).toBeGreaterThan(3);
    expect((await other.contents()).filter((content) => content === 'made once')).toHaveLength(1);
    await end();
  });

  test('keeps what is written offline over a reload, and sends it once', async () => {
    await composeSaved(page, 'before');
    await visitor.context.setOffline(true);
    writes = [];
    await findTextBox(page).fill('before, and changed');
    await page.getByText('You are offline.').waitFor();
    await findTextBox(page).fill('before, and changed twice');
    await compose(page, 'written offline');
    await page.getByText('2 notes wait to be sent.').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(writes).toEqual([]);
    // The page itself loads from its server, while the API stays unreachable.
    const end = await meddle('GET', 1000, (route) => route.abort());
    const endWrites = await meddle('PUT', 1000, (route) => route.abort());
    const endCreates = await meddle('POST', 1000, (route) => route.abort());
    await visitor.context.setOffline(false);
    await page.reload();
    await toList(page);
    await page.getByText('Your notes could not be loaded.').waitFor();
    await listed(page, /^written offline/).waitFor();
    await listed(page, /^before, and changed twice/).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await Promise.all([end(), endWrites(), endCreates()]);
    // The outbox also retries by itself: if all is sent by now, there is no button to click.
    const sendNow = page.getByRole('button', { name: 'Send now' }).click({ timeout: 10_000 });
    await sendNow.catch(() => {});
    await expect.poll(other.contents).toEqual(expect.arrayContaining(['written offline', 'before, and changed twice']));
    expect((await other.contents()).filter((content) => content === 'written offline')).toHaveLength(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('These are all of your notes.').waitFor();
  });

  test.runIf(isDesktop(size))(
    'opens a note that was just written without a network, from what the outbox knows',
    async () => {
      await composeSaved(page, 'known here');
      const id = readNoteId(page);
      await toList(page);
      const end = await meddle('GET', 1000, (route) => route.abort());
      await openNote(page, /^known here/);
      expect(readNoteId(page)).toBe(id);
      expect(await findTextBox(page).inputValue()).toBe('known here');
      await end();
    },
  );

  test.runIf(isDesktop(size))(
    'shows both texts if the user does not delete a note after all that they and others had changed',
    async () => {
      const id = await composeSaved(page, 'as it was');
      await visitor.context.setOffline(true);
      await findTextBox(page).fill('mine, and then deleted');
      await page.getByRole('button', { name: 'Delete note' }).click();
      await change(id, 'theirs meanwhile');
      await visitor.context.setOffline(false);
      await page.goto(`${stack.outputs.PageUrl}/#/note/${id}`);
      await page.getByRole('button', { name: 'Do not delete it' }).click({ timeout: 30_000 });
      await page.getByRole('region', { name: 'Yours' }).getByText('mine, and then deleted').waitFor();
      await page.getByRole('button', { name: 'Keep the saved one' }).click();
      await saved(page);
    },
  );

  test('shows the user a write that is refused for good, and holds up no other write', async () => {
    const refuse = (route: Route) =>
      route.fulfill({
        ...{ status: 422, contentType: 'application/problem+json', headers: { 'access-control-allow-origin': '*' } },
        body: JSON.stringify({ type: 'about:planted', title: 'Planted', status: 422, detail: 'Planted for a test.' }),
      });
    const end = await meddle('POST', 1, refuse);
    await compose(page, 'refused at first');
    await page.getByText('The server refused this note (422): Planted for a test.').waitFor();
    await composeSaved(page, 'not held up');
    await openNote(page, /^refused at first/);
    await page.getByRole('button', { name: 'Send again' }).click();
    await saved(page);
    await end();
    await expect.poll(other.contents).toEqual(expect.arrayContaining(['not held up', 'refused at first']));
    expect(await findEditor(page).getByText('Saved', { exact: true }).count()).toBe(1);
  });
});
