import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../browser.ts';
import { newLogin, signIn } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';
import { elsewhere } from './elsewhere.ts';
import { holdRequests } from './hold-requests.ts';
import { asked, chosen, files, keepBefore, pick } from './picked-file.ts';

const { stack, visit } = kit();

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const give = async (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) => {
  const chooser = page.waitForEvent('filechooser');
  await click(page, 'Import a file');
  await (await chooser).setFiles(file);
};
const tarOf = (buffer: Buffer) => ({ name: 'notes.tar', mimeType: 'application/x-tar', buffer });

/** Signs in a user with two notes, one of which has a file, and opens the page of their data. */
const atTheirData = async (visitor: Visitor) => {
  const login = await newLogin(stack);
  const of = await elsewhere(stack, login);
  const attachment = (await of.files.attach(new File(['of the file'], 'a.txt')))._unsafeUnwrap();
  (await of.notes.create({ content: 'with a file', attachment }))._unsafeUnwrap();
  (await of.notes.create({ content: 'without one' }))._unsafeUnwrap();
  const page = await visitor.context.newPage();
  await signIn(page, stack, login);
  await page.getByRole('link', { name: 'Your data' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your data' }).waitFor();
  return page;
};

const isOfStore = ({ href, searchParams }: URL) =>
  href.startsWith(String(stack.outputs.S3Endpoint)) && !searchParams.has('list-type');

onEachSize((size) => {
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    visitor = await visit(size);
    page = await atTheirData(visitor);
  });
  beforeEach(async () => {
    await visitor.context.unrouteAll();
    await page.goto(`${stack.outputs.PageUrl}/#/data`);
    await page.reload();
    await page.getByRole('button', { name: 'Export everything' }).waitFor();
    await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      await folder.removeEntry('chosen').catch(() => {});
    });
  });
  afterAll(async () => {
    await visitor?.[Symbol.asyncDispose]();
    expect(visitor?.faults).toEqual([]);
  });

  test('exports to the picked file piece by piece, and imports it again', async () => {
    await pick(page, 'a file');
    const downloads: unknown[] = [];
    page.on('download', (download) => downloads.push(download));
    await click(page, 'Export everything');
    await page.getByText('Exported: 2 notes, 1 file').waitFor();
    const archive = await chosen(page);
    expect(archive.toString()).toContain('of the file');
    expect(downloads).toEqual([]);
    page.removeAllListeners('download');
    await give(page, tarOf(archive));
    await page.getByText('Now present, as in the file: 2 notes, 1 file').waitFor();
  });

  test.each(['no dialog at all', 'SecurityError'] as const)(
    'where no file can be picked (%s), downloads a finished export, and nothing of a cancelled one',
    async (picked) => {
      await pick(page, picked);
      const downloads: Download[] = [];
      page.on('download', (download) => downloads.push(download));
      const { come, letGo } = await holdRequests(visitor, isOfStore);
      await click(page, 'Export everything');
      await come;
      await click(page, 'Cancel');
      await page.getByText('The export was cancelled, and nothing was saved.').waitFor();
      await letGo();
      await click(page, 'Export everything');
      await page.getByText('Exported: 2 notes, 1 file').waitFor();
      await expect.poll(() => downloads.length).toBe(1);
      page.removeAllListeners('download');
      expect(await readFile((await downloads[0]?.path()) ?? '', 'utf8')).toContain('of the file');
    },
  );

  test('exports nothing when the user picks no file, and lets them try again', async () => {
    await pick(page, 'AbortError');
    for (const times of [1, 2]) {
      await click(page, 'Export everything');
      await expect.poll(() => asked(page)).toBe(times);
    }
    expect(await page.getByText(/Export(?:ed|ing)|cancelled/).count()).toBe(0);
  });

  test('keeps what the file held before when an export is cancelled, says so, and can export again', async () => {
    await pick(page, 'a file');
    await keepBefore(page);
    const { come, letGo } = await holdRequests(visitor, isOfStore);
    // A double click starts one export.
    await page.getByRole('button', { name: 'Export everything' }).dblclick();
    await come;
    expect(await asked(page)).toBe(1);
    await click(page, 'Cancel');
    await page.getByText('The export was cancelled, and nothing was saved.').waitFor();
    expect((await chosen(page)).toString()).toBe('before');
    await letGo();
    await click(page, 'Export everything');
    await page.getByText('Exported: 2 notes, 1 file').waitFor();
    expect((await chosen(page)).toString()).toContain('of the file');
  });

  test('leaves no new file behind when the user leaves the page during an export', async () => {
    await pick(page, 'a file');
    const { come } = await holdRequests(visitor, isOfStore);
    await click(page, 'Export everything');
    await come;
    await page.getByRole('link', { name: 'All notes' }).click();
    await page.getByText('The export was cancelled, and nothing was saved.').waitFor();
    expect(await files(page)).toEqual([]);
  });

  test('says that an export failed on a full disk, and keeps what the file held before', async () => {
    await pick(page, 'a full disk');
    await keepBefore(page);
    await click(page, 'Export everything');
    await page.getByText('The export ended early, and nothing was saved. Try again.').waitFor();
    await page.getByRole('button', { name: 'Export everything' }).waitFor();
    expect((await chosen(page)).toString()).toBe('before');
  });

  test('keeps what a cancelled import brought, says so, and completes it later without duplicates', async () => {
    await using other = await visit(size);
    await pick(page, 'a file');
    await click(page, 'Export everything');
    await page.getByText('Exported: 2 notes, 1 file').waitFor();
    const archive = await chosen(page);

    const stranger = await newLogin(stack);
    const of = await elsewhere(stack, stranger);
    const there = await other.context.newPage();
    await signIn(there, stack, stranger);
    await there.goto(`${stack.outputs.PageUrl}/#/data`);
    let created = 0;
    const { come, letGo } = await holdRequests(
      other,
      ({ href }, method) => href.startsWith(stack.outputs.ApiEndpoint) && method === 'POST' && ++created > 1,
    );
    await give(there, tarOf(archive));
    await come;
    await expect.poll(async () => (await of.contents()).length).toBe(1);
    await click(there, 'Cancel');
    await there.getByText('The import was cancelled. What was imported until then stays; repeat it').waitFor();
    expect(await of.contents()).toHaveLength(1);
    await letGo();
    await give(there, tarOf(archive));
    await there.getByText('Now present, as in the file: 2 notes, 1 file').waitFor();
    expect((await of.contents()).toSorted()).toEqual(['with a file', 'without one']);
    expect(other.faults).toEqual([]);
  });

  test('lets the user cancel a slow read of an archive, and does not call an unreadable one invalid', async () => {
    const streams = (how: 'never ends' | 'breaks') =>
      page.evaluate((how) => {
        File.prototype.stream = () =>
          new ReadableStream({
            pull: () => (how === 'breaks' ? Promise.reject(new DOMException('gone', 'NotReadableError')) : undefined),
          });
      }, how);
    await streams('never ends');
    await give(page, tarOf(Buffer.from('x')));
    await page.getByRole('progressbar', { name: 'Reading the archive' }).waitFor();
    await click(page, 'Cancel');
    await page.getByText('The import was cancelled.').waitFor();
    await streams('breaks');
    await give(page, tarOf(Buffer.from('x')));
    await page.getByText('The import ended early.').waitFor();
  });
});
