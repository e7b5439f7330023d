import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCredentials } from '../../../infra/local/dynamodb/table.ts';
import { parseConfig } from '../../../src/client/config.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import { createNotesClient } from '../../../src/client/notes.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import { newUser } from '../../kit/user.ts';
import { axeFaults } from '../axe.ts';
import { sizes } from '../browser.ts';
import { browserOfFile } from '../kit.ts';
import { type RunningStack, runningStack } from '../running-stack.ts';

const visit = browserOfFile();
let stack: RunningStack;
beforeAll(async () => {
  stack = await runningStack();
  await tell('seed', {});
  await tell('snapshot', { name: 'seeded' });
});
beforeEach(() => tell('restore', { name: 'seeded' }));
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Sends a command to the console, as `notes local` does. */
const tell = async (question: string, body: object): Promise<void> => {
  const answer = await fetch(`${stack.outputs.ConsoleUrl}/api/data/${question}`, {
    ...{ method: 'POST', headers: { 'x-owned-notes-console': 'test' }, body: JSON.stringify(body) },
  });
  expect(answer.status).toBe(200);
};

const signedIn = async (email: string) => {
  const config = parseConfig(stack.outputs)._unsafeUnwrap();
  const session = createSession(config, (await createUserPool(config).signIn(email, 'Passw0rd!'))._unsafeUnwrap());
  return { notes: createNotesClient(config, session), files: createFilesClient(config, session) };
};

const open = async (page: Page, tab: string): Promise<void> => {
  if (!page.url().startsWith(stack.outputs.ConsoleUrl)) await page.goto(stack.outputs.ConsoleUrl);
  await page.getByRole('link', { name: tab, exact: true }).click();
  await page.getByRole('heading', { level: 2, name: tab }).waitFor();
};

describe.each(Object.entries(sizes))('on a %s', (_, size) => {
  test('shows table, files, users and mail by owner, and nothing wider than the screen', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await open(page, 'Table');
    const anna = page.locator('details', { hasText: 'anna@example.com' });
    await anna.getByText('Milch, Brot').waitFor();
    await anna.getByText('Tombstone: the note was deleted').waitFor();
    await anna.getByText('Expires').waitFor();
    expect(await anna.getByText('來').count()).toBe(0);
    await page.getByLabel('Search in all items').fill('kites');
    await page.getByText('Things that one can say').waitFor();
    expect(await page.getByText('Milch, Brot').count()).toBe(0);
    await expectAsWideAsTheScreen(page);

    await open(page, 'Files');
    await page.getByText('Balkon.svg').waitFor();
    await page.getByText('image/svg+xml').waitFor();
    await expectAsWideAsTheScreen(page);

    await open(page, 'Users');
    const chiyo = page.getByRole('listitem').filter({ hasText: 'chiyo@example.com' });
    await chiyo.getByText('CONFIRMED').waitFor();
    await chiyo.getByText(/^us-east-1:/).waitFor();
    await expectAsWideAsTheScreen(page);

    const config = parseConfig(stack.outputs)._unsafeUnwrap();
    await open(page, 'Mail');
    const email = `new-${size.viewport.width}@example.com`;
    (await createUserPool(config).signUp(email, 'Passw0rd!'))._unsafeUnwrap();
    // It appears without a reload.
    const mail = page.getByRole('listitem').filter({ hasText: email });
    await mail.waitFor();
    expect(await mail.locator('.data-code code').textContent()).toBe(await stack.codeFor(email));
    await expectAsWideAsTheScreen(page);
    expect(visitor.faults).toEqual([]);
  });

  test('shows what a user writes without a reload', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await open(page, 'Table');
    await page.getByText('Milch, Brot').waitFor();
    const { notes } = await signedIn('anna@example.com');
    const content = `just written ${size.viewport.width}`;
    const { noteId } = (await notes.create({ content }))._unsafeUnwrap();
    await page.getByText(content).waitFor();
    (await notes.delete(noteId))._unsafeUnwrap();
    await page.getByText(content).waitFor({ state: 'detached' });
  });

  test('takes a snapshot, restores lost data from it, and moves the clock', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    // A retry of this test needs another name.
    const name = `before-${Date.now()}`;
    await open(page, 'Data and clock');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save all data' }).click();
    await page.getByText(`All data is saved as ${name}.`).waitFor();

    await page.getByRole('button', { name: 'Delete all data' }).click();
    const dialog = page.getByRole('dialog');
    // The button that cancels has the focus, and does cancel.
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Delete all data' }).click();
    await dialog.getByRole('button', { name: 'Delete all data' }).click();
    await page.getByText('All data is deleted.').waitFor();
    await page.getByRole('link', { name: 'Table', exact: true }).click();
    await page.getByText('0 items of 0 owners').waitFor();

    await open(page, 'Data and clock');
    await page.getByRole('button', { name: `Restore ${name}` }).click();
    await dialog.getByRole('button', { name: `Restore ${name}` }).click();
    await page.getByText(`The data was restored from ${name}.`).waitFor();

    const late = await newUser(stack.outputs);
    await page.getByRole('button', { name: '+1 day' }).click();
    await page.getByText('Because of it:').waitFor();
    await page.getByText('1 day ahead of the machine').waitFor();
    await page.getByRole('button', { name: '+1 hour' }).click();
    await page.getByText('1 day and 1 hour ahead of the machine').waitFor();
    // A client on the machine’s time is refused, and the chain says why.
    expect((await late.ask('GET', `/notes?late=${name}`)).status).toBe(403);
    await open(page, 'Chain');
    await page.getByRole('link', { name: `/notes?late=${name}` }).click();
    const refusal = page.getByRole('region', { name: 'Why it was refused' });
    await refusal.getByText(/^The client's clock is .+ behind/).waitFor();
    await refusal.getByText('npx notes local clock').waitFor();
    await page.getByRole('link', { name: 'Table', exact: true }).click();
    await page.getByText('Milch, Brot').waitFor();
    expect(await page.getByText('Tombstone: the note').count()).toBe(0);

    await open(page, 'Data and clock');
    await page.getByRole('button', { name: 'Back to the machine’s time' }).click();
    await dialog.getByRole('button', { name: 'Back to the machine’s time' }).click();
    await page.getByText('The clock shows the machine’s time again.').waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('each view is accessible, in light and dark', async () => {
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    for (const [tab, shows] of [
      ['Table', 'Milch, Brot'],
      ['Files', 'Balkon.svg'],
      ['Users', 'chiyo@example.com'],
      ['Mail', 'The mail that Cognito would send'],
      ['Data and clock', 'Create example data'],
    ] as const) {
      await open(page, tab);
      await page.getByText(shows).first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([tab, colorScheme, await axeFaults(page)]).toEqual([tab, colorScheme, []]);
      }
    }
    await page.getByRole('button', { name: 'Delete all data' }).click();
    await page.getByRole('dialog').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(['dialog', colorScheme, await axeFaults(page)]).toEqual(['dialog', colorScheme, []]);
    }
  });
});

test('shows every item of the pages that are open, and those that come', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  const { notes } = await signedIn('bruno@example.com');
  const contents: string[] = [];
  const create = async (count: number) => {
    for (const _ of Array(count).keys()) {
      contents.push(`number ${contents.length}.`);
      (await notes.create({ content: contents.at(-1) ?? '' }))._unsafeUnwrap();
    }
  };
  await create(70);
  await open(page, 'Table');
  const bruno = page.locator('details', { hasText: 'bruno@example.com' });
  await bruno.getByRole('button', { name: 'Show more' }).click();
  const readShown = async () => (await bruno.getByText(/^number \d+\.$/).allTextContents()).toReversed();
  await expect.poll(readShown).toEqual(contents);
  await create(2);
  await expect.poll(readShown).toEqual(contents);
  expect(visitor.faults).toEqual([]);
});

test('says how far a search in a large table has come, and goes on', async () => {
  await using visitor = await visit();
  const { Region: region, DynamoDbEndpoint: endpoint, NotesTableName } = stack.outputs;
  const table = new DynamoDBClient({ region, endpoint, credentials: localCredentials });
  // The needle is the last of its owner's, so that more than a page of a search comes before it.
  const contents = [...Array(2074).fill('hay'), 'needle'];
  const requests = contents.map((content, index) => ({
    PutRequest: { Item: { userId: { S: 'farmer' }, noteId: { S: `${1e4 + index}` }, content: { S: content } } },
  }));
  for (let from = 0; from < requests.length; from += 25)
    await table.send(
      new BatchWriteItemCommand({ RequestItems: { [NotesTableName]: requests.slice(from, from + 25) } }),
    );
  table.destroy();
  const page = await visitor.context.newPage();
  await open(page, 'Table');
  const search = page.getByLabel('Search in all items');
  await search.fill('needle');
  await page.getByText('Nothing found in the first 2,000 items.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('listitem').getByText('needle', { exact: true }).waitFor();
  expect(await page.getByText('Nothing found').count()).toBe(0);
  await search.fill('neither this');
  await page.getByText('Nothing found in the first 2,000 items.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('No item matches.').waitFor();
  expect(await page.getByText('There are no items.').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
});

test.each([
  ['Users', 'Search by address or id', 'No user matches.'],
  ['Files', 'Search by owner or name', 'No file matches.'],
])('in the tab “%s”, a search that finds nothing does not say that there is nothing', async (tab, label, sentence) => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await open(page, tab);
  await page.locator('.data-record').first().waitFor();
  await page.getByLabel(label).fill('neither this');
  await page.getByText(sentence).waitFor();
  expect(await page.getByText('There are no').count()).toBe(0);
});

test('shows an answer even if the next change comes before it', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await page.route('**/api/data/owners', async (route) => {
    await sleep(1500);
    await route.continue().catch(() => {});
  });
  const { notes } = await signedIn('bruno@example.com');
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) (await notes.create({ content: 'one of many' }))._unsafeUnwrap();
  })();
  try {
    await open(page, 'Table');
    await page.getByText('Milch, Brot').waitFor();
  } finally {
    stop.abort();
    await writing;
  }
});

test('shows an item with an impossible time, which another program stored, and all the others', async () => {
  await using visitor = await visit();
  const { Region: region, DynamoDbEndpoint: endpoint, NotesTableName: TableName } = stack.outputs;
  const table = new DynamoDBClient({ region, endpoint, credentials: localCredentials });
  const Item = {
    ...{ userId: { S: 'somebody' }, noteId: { S: '0192d3c4-0000-7000-8000-000000000001' } },
    ...{ content: { S: 'from elsewhere' }, createdAt: { N: '1e30' } },
  };
  await table.send(new PutItemCommand({ TableName, Item }));
  table.destroy();
  const page = await visitor.context.newPage();
  await open(page, 'Table');
  const item = page.getByRole('listitem').filter({ hasText: 'from elsewhere' });
  await item.getByText('1e+30').waitFor();
  await page.getByText('Milch, Brot').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('a panel that fails leaves the others usable, and says what to do', async () => {
  await using visitor = await visit();
  const page = await visitor.context.newPage();
  await page.route('**/api/data/owners*', (route) => route.fulfill({ json: [null] }));
  await open(page, 'Table');
  await page.getByRole('alert').getByText('This panel failed.').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await open(page, 'Users');
  await page.getByRole('listitem').filter({ hasText: 'anna@example.com' }).waitFor();
  await page.unrouteAll();
  await open(page, 'Table');
  await page.getByText('Milch, Brot').waitFor();
  expect(visitor.faults).toEqual([]);
});

test('runs no script from content, file names or mail', async () => {
  await using visitor = await visit();
  const { notes, files } = await signedIn('bruno@example.com');
  const attack = (place: string) => `<img src=x onerror="window.ran='${place}'"><script>window.ran='${place}'</script>`;
  const attachment = (await files.attach(new File(['a'], attack('file').replaceAll('/', '_'))))._unsafeUnwrap();
  (await notes.create({ content: attack('note'), attachment }))._unsafeUnwrap();
  const config = parseConfig(stack.outputs)._unsafeUnwrap();
  const email = `"<img/src=x/onerror=alert(1)>"@example.com`;
  (await createUserPool(config).signUp(email, 'Passw0rd!'))._unsafeUnwrap();
  const page = await visitor.context.newPage();
  await open(page, 'Table');
  await page.getByText(attack('note')).waitFor();
  await open(page, 'Files');
  await page.getByText('onerror="window.ran=').first().waitFor();
  await open(page, 'Mail');
  await page.getByText(email).first().waitFor();
  await open(page, 'Users');
  await page.getByText(email).first().waitFor();
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
});

const expectAsWideAsTheScreen = async (page: Page): Promise<void> => {
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(wider).toBe(0);
};
