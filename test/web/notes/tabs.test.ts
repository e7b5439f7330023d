import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { type Login, newLogin, signedIn, signIn, signOut, tryToClose } from '../journeys.ts';
import { kit } from '../kit.ts';
import { compose, composeSaved, findTextBox, openNote, saved } from './desk.ts';
import { elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

const openTab = async (context: BrowserContext, login: Login, stays = false): Promise<Page> => {
  const page = await context.newPage();
  await signIn(page, stack, login, { stays });
  return page;
};

/**
 * Holds the second part of an upload back until `letGo` is called, or fails it while `isCut`. In the page, as the
 * driver’s routes would hold other tabs’ requests, too.
 */
const holdSecondPart = (page: Page, isCut: boolean): Promise<void> =>
  page.evaluate((isCut) => {
    const { fetch } = window;
    const held = new Promise<void>((resolve) => {
      Object.assign(window, { isCut, letGo: resolve });
    });
    window.fetch = async (...request) => {
      if (String(request[0]).includes('partNumber=2')) {
        if (Reflect.get(window, 'isCut')) throw new TypeError('cut');
        await held;
      }
      return fetch(...request);
    };
  }, isCut);
const letGo = (page: Page): Promise<void> => page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());

const composeWithLargeFile = async (page: Page): Promise<void> => {
  await composeSaved(page, 'with a large file');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach a file' }).click();
  const buffer = Buffer.alloc(6 * 1024 * 1024, 'x');
  await (await chooser).setFiles({ name: 'large.txt', mimeType: 'text/plain', buffer });
};

test('goes on in a tab with a sign-in of its own after the user has signed out in another', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const [one, two] = [await openTab(visitor.context, login), await openTab(visitor.context, login)];
  await composeSaved(two, 'before');
  await signOut(one, login);
  await one.getByText('You are signed out').waitFor();
  await two.getByText('You signed out in another tab').waitFor();
  await signedIn(two, login);
  await findTextBox(two).fill('before, and after');
  await expect.poll(other.contents).toEqual(['before, and after']);
  await composeSaved(two, 'new');
  expect(await other.contents()).toEqual(['new', 'before, and after']);
  await two.getByRole('button', { name: 'Delete note' }).click();
  await two.getByText('Note deleted.').first().waitFor();
  await expect.poll(other.contents, { timeout: 20_000 }).toEqual(['before, and after']);
  expect(visitor.faults).toEqual([]);
});

test('notices at once in a tab with a sign-in of its own that the user has signed out everywhere', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const [one, two] = [await openTab(visitor.context, login), await openTab(visitor.context, login)];
  await one.goto(`${stack.outputs.PageUrl}/#/account`);
  await one.getByRole('button', { name: 'Sign out everywhere' }).click();
  await one.getByText('You are signed out on every device.').waitFor();
  await two.getByText('your sign-in was ended elsewhere').waitFor();
});

test('does not say that nothing is left on the device when a shared sign-in ended by itself', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const one = await openTab(visitor.context, login, true);
  const two = await visitor.context.newPage();
  await two.goto(stack.outputs.PageUrl);
  await signedIn(two, login);
  await composeSaved(one, 'a note');
  await visitor.context.setOffline(true);
  await findTextBox(one).fill('a note, and a draft');
  await one.getByText('You are offline.').waitFor();
  await visitor.context.setOffline(false);
  await other.signOutEverywhere();
  // The next refresh is refused. Until then, the tokens are still good for an hour.
  await one.evaluate(() => {
    const key = 'owned-notes/sign-in';
    const signIn = JSON.parse(localStorage.getItem(key) ?? '');
    localStorage.setItem(key, JSON.stringify({ ...signIn, tokens: { ...signIn.tokens, expires: 0 } }));
  });
  await one.reload();
  await one.goto(`${stack.outputs.PageUrl}/#/account`);
  await one.getByText('your sign-in was ended elsewhere').waitFor();
  await two.getByText('your sign-in on this device ended in another tab').waitFor();
  expect(await two.getByText('nothing of yours is left').count()).toBe(0);
});

test('shows in one tab what another uploads, and takes the note’s file from there', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const one = await openTab(visitor.context, login);
  await holdSecondPart(one, false);
  await composeWithLargeFile(one);
  await one.getByText('5 MB of').or(one.getByText('5.2 MB of')).first().waitFor();

  const two = await openTab(visitor.context, login);
  await openNote(two, /^with a large file/);
  await two.getByText('Another tab is sending this file.').waitFor();
  expect(await axeFaultsInBoth(two)).toEqual([]);
  expect(await two.getByRole('button', { name: /Cancel the upload|Choose the file again/ }).count()).toBe(0);
  await letGo(one);
  await two.getByRole('button', { name: 'Download' }).waitFor();
  await saved(two);
  expect(await two.getByText('Another tab is sending this file.').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
});

test('shows an upload that failed, and goes on, in another tab as what it is', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const one = await openTab(visitor.context, login);
  await holdSecondPart(one, true);
  await composeWithLargeFile(one);
  await one.getByRole('button', { name: 'Continue' }).waitFor();
  const two = await openTab(visitor.context, login);
  await openNote(two, /^with a large file/);
  await two.getByText('The upload of large.txt was interrupted.').waitFor();
  await one.evaluate(() => Object.assign(window, { isCut: false }));
  await one.getByRole('button', { name: 'Continue' }).click();
  await two.getByText('Another tab is sending this file.').waitFor();
  await letGo(one);
  await two.getByRole('button', { name: 'Download' }).waitFor();
  expect(visitor.faults).toEqual([]);
});

test('goes on sending, and forgets what it stored, after the browser has closed its database', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const page = await visitor.context.newPage();
  await page.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...given) {
      Object.assign(window, { inUse: this });
      return transaction.apply(this, given);
    };
  });
  // As Safari does to tabs in the background.
  const closeDatabase = () => page.evaluate(() => (window as unknown as { inUse: IDBDatabase }).inUse.close());
  await signIn(page, stack, login);
  await composeSaved(page, 'first');
  await closeDatabase();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await findTextBox(page).fill('first, and second');
  await expect.poll(other.contents).toEqual(['first, and second']);
  expect(await page.getByText('This browser keeps nothing').count()).toBe(0);
  await visitor.context.setOffline(true);
  await findTextBox(page).fill('a draft');
  await page.getByText('1 note waits to be sent.').waitFor();
  await closeDatabase();
  await signOut(page, login);
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out and lose them' }).click();
  await page.getByText('You are signed out').waitFor();
  const left = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('owned-notes');
        opening.onsuccess = () => {
          const all = opening.result.transaction('entries').objectStore('entries').getAll();
          all.onsuccess = () => resolve(all.result.length);
        };
      }),
  );
  expect(left).toBe(0);
});

test('sends from a tab that cannot store any more only what is in its memory, and nothing that others have changed', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const [one, two] = [await openTab(visitor.context, login), await openTab(visitor.context, login)];
  await visitor.context.setOffline(true);
  await compose(one, 'first');
  await openNote(two, /^first/);
  await one.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await compose(one, 'in memory');
  await one.getByText('This browser keeps nothing for the page').waitFor();
  await findTextBox(two).fill('first, and changed');
  await two.getByText('1 note waits to be sent.').waitFor();
  await visitor.context.setOffline(false);
  await expect.poll(other.contents, { timeout: 20_000 }).toEqual(['in memory', 'first, and changed']);
  await saved(two);
  expect(await findTextBox(two).inputValue()).toBe('first, and changed');
});

test('works in a browser that allows no storage, no locks and no channels', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const page = await visitor.context.newPage();
  await page.addInitScript(() => {
    const refused = () => new DOMException('blocked', 'SecurityError');
    const block = (): never => {
      throw refused();
    };
    IDBFactory.prototype.open = block;
    LockManager.prototype.request = () => Promise.reject(refused());
    LockManager.prototype.query = () => Promise.reject(refused());
    Object.assign(window, { BroadcastChannel: block });
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: block });
  });
  await signIn(page, stack, login);
  await page.getByText('This browser keeps nothing for the page').waitFor();
  await composeSaved(page, 'in memory');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await (await chooser).setFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await page.getByRole('button', { name: 'Download' }).waitFor();
  await saved(page);
  expect((await other.all()).map(({ attachment }) => attachment)).toEqual([expect.stringMatching(/a\.txt$/)]);
  await signOut(page, login);
  await page.getByText('You are signed out').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('sends what a browser without storage cannot keep, asks before it is lost, and counts it when signing out', async () => {
  await using visitor = await visit();
  const login = await newLogin(stack);
  const other = await elsewhere(stack, login);
  const one = await openTab(visitor.context, login);
  // Until it has made a note, the other tab may not have the lock yet.
  await composeSaved(one, 'stored');
  const two = await visitor.context.newPage();
  await two.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
  });
  await signIn(two, stack, login);
  await two.getByText('This browser keeps nothing for the page').waitFor();
  await composeSaved(two, 'in memory');
  await expect.poll(other.contents).toEqual(['in memory', 'stored']);
  await visitor.context.setOffline(true);
  await findTextBox(two).fill('in memory, and more');
  await two.getByText('1 note waits to be sent.').waitFor();
  expect(await tryToClose(two)).toBe('beforeunload');
  // The account is another view of the same page.
  await two.goto(`${stack.outputs.PageUrl}/#/account`);
  await signOut(two, login);
  await two.getByText('1 change').waitFor();
  await two.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await visitor.context.setOffline(false);
  await expect.poll(other.contents).toEqual(['in memory, and more', 'stored']);
});
