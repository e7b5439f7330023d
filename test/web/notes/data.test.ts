import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import { isTooWide, newLogin, signIn, tryToClose } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';
import { elsewhere } from './elsewhere.ts';
import { holdRequests } from './hold-requests.ts';

const { stack, visit } = kit();

onEachSize((size) => {
  test('exports everything to one file, and imports it again with no duplicates and no effect on others', async () => {
    const [login, stranger] = [await newLogin(stack), await newLogin(stack)];
    const [mine, theirs] = [await elsewhere(stack, login), await elsewhere(stack, stranger)];
    const attachment = (await mine.files.attach(new File(['of the file'], 'a.txt')))._unsafeUnwrap();
    (await mine.notes.create({ content: 'with a file', attachment }))._unsafeUnwrap();
    const kept = (await mine.notes.create({ content: 'to be changed' }))._unsafeUnwrap();
    const gone = (await mine.notes.create({ content: 'to be deleted' }))._unsafeUnwrap();

    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    // A test cannot answer its dialog; without it, the browser saves the file as any download.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await signIn(page, stack, login);
    await page.getByRole('link', { name: 'Your data' }).click();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export everything' }).click();
    const saving = await download;
    expect(saving.suggestedFilename()).toMatch(/^notes-\d{4}-\d\d-\d\d\.tar$/);
    const archive = await saving.path();
    await page.getByText('Exported: 3 notes, 1 file').waitFor();

    const give = async (file: string | { name: string; mimeType: string; buffer: Buffer }) => {
      const chosen = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Import a file' }).click();
      await (await chosen).setFiles(file);
    };
    (await mine.notes.update(kept.noteId, { content: 'changed' }))._unsafeUnwrap();
    (await mine.notes.delete(gone.noteId))._unsafeUnwrap();
    await give(archive);
    await page.getByText('Now present, as in the file: 1 note, 1 file').waitFor();
    await page.getByText('Not imported, as another version exists:').waitFor();
    await page.getByText('Not imported, as it has been deleted since:').waitFor();
    await page.getByText(gone.noteId).waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect((await mine.contents()).toSorted()).toEqual(['changed', 'with a file']);

    const bytes = await readFile(archive);
    await give({ name: 'cut.tar', mimeType: 'application/x-tar', buffer: bytes.subarray(0, bytes.length - 2048) });
    await page.getByText('This export is cut off in the middle.').waitFor();
    await give({ name: 'none.tar', mimeType: 'application/x-tar', buffer: Buffer.from('<script>') });
    await page.getByText('This is not an export of notes.').waitFor();

    // Whoever has the file can import it, and then owns what was in it.
    await using other = await visit(size);
    const otherPage = await other.context.newPage();
    await signIn(otherPage, stack, stranger);
    await otherPage.goto(`${stack.outputs.PageUrl}/#/data`);
    const chosen = otherPage.waitForEvent('filechooser');
    await otherPage.getByRole('button', { name: 'Import a file' }).click();
    await (await chosen).setFiles(archive);
    await otherPage.getByText('Now present, as in the file: 3 notes, 1 file').waitFor();
    expect((await theirs.contents()).toSorted()).toEqual(['to be changed', 'to be deleted', 'with a file']);
    expect((await mine.contents()).toSorted()).toEqual(['changed', 'with a file']);
    expect([...visitor.faults, ...other.faults]).toEqual([]);
  });

  test('asks users who close the page during an export, which would be cut off', async () => {
    const login = await newLogin(stack);
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await signIn(page, stack, login);
    await page.getByRole('link', { name: 'Your data' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your data' }).waitFor();
    const { letGo } = await holdRequests(visitor, ({ pathname }) => pathname === '/notes');
    await page.getByRole('button', { name: 'Export everything' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await tryToClose(page)).toBe('beforeunload');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Export everything' }).waitFor();
    await letGo();
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });
});
