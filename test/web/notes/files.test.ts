import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaultsInBoth } from '../axe.ts';
import type { Visitor } from '../browser.ts';
import { isTooWide, type Login, newLogin, openAccount, signIn, tryToClose } from '../journeys.ts';
import { isDesktop, kit, onEachSize } from '../kit.ts';
import { compose, composeSaved, findTextBox, listed, readNoteId, saved, toList } from './desk.ts';
import { type Elsewhere, elsewhere } from './elsewhere.ts';
import { holdRequests } from './hold-requests.ts';

const { stack, visit } = kit();

let login: Login;
let other: Elsewhere;
let visitor: Visitor;
let page: Page;
let folder: string;
/** A picture of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const choose = async (button: string, file: Parameters<Awaited<ReturnType<typeof chooser>>['setFiles']>[0]) => {
  const chosen = chooser();
  await page.getByRole('button', { name: button }).click();
  await (await chosen).setFiles(file);
};
const chooser = () => page.waitForEvent('filechooser');

const isOfStore = (url: URL) => url.href.startsWith(String(stack.outputs.S3Endpoint));
const textFile = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('some text') });

const downloaded = async () => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const saving = await download;
  return { name: saving.suggestedFilename(), bytes: await readFile(await saving.path()) };
};

onEachSize((size) => {
  beforeAll(async () => {
    login = await newLogin(stack);
    other = await elsewhere(stack, login);
    folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
    visitor = await visit(size);
    page = await visitor.context.newPage();
    await signIn(page, stack, login);
  });
  afterAll(async () => {
    await visitor?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    expect(visitor?.faults).toEqual([]);
  });

  test('attaches a picture, shows it, downloads it unchanged, removes it, and restores it', async () => {
    await composeSaved(page, 'with a picture');
    await choose('Attach a file', { name: 'a dot.png', mimeType: 'image/png', buffer: png });
    const picture = page.getByRole('img', { name: 'Picture a dot.png' });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await saved(page);
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(await downloaded()).toEqual({ name: 'a dot.png', bytes: png });
    await page.getByRole('button', { name: 'Remove the file' }).click();
    await page.getByRole('button', { name: 'Attach a file' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await picture.waitFor();
    await saved(page);
    const note = (await other.all()).find(({ content }) => content === 'with a picture');
    expect(note?.attachment).toMatch(/^\d+-a dot\.png$/);
  });

  test('takes a dropped and a pasted file, and names an empty note after its file', async () => {
    const give = (kind: 'drop' | 'paste', name: string) =>
      findTextBox(page).evaluate(
        (area, [kind, name]) => {
          const data = new DataTransfer();
          data.items.add(new File(['some text'], name ?? ''));
          const event =
            kind === 'drop'
              ? new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
              : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
          area.dispatchEvent(event);
        },
        [kind, name] as const,
      );
    await compose(page, '');
    await give('drop', 'dropped.txt');
    // On a phone, the list is behind the note.
    await page.getByText('dropped.txt').filter({ visible: true }).first().waitFor();
    await expect.poll(() => findTextBox(page).inputValue()).toBe('dropped.txt');
    await saved(page);
    await composeSaved(page, 'pasted');
    await give('paste', 'pasted.txt');
    await page.getByRole('button', { name: 'Download' }).waitFor();
    await saved(page);
    expect((await downloaded()).bytes.toString()).toBe('some text');
  });

  test('resumes an interrupted upload where it stopped, even after a reload', async () => {
    const bytes = randomBytes(6 * 1024 * 1024);
    const path = join(folder, 'large.bin');
    await writeFile(path, bytes);
    const sent: string[] = [];
    page.on('request', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber');
      if (part !== null && request.method() === 'PUT') sent.push(part);
    });
    // Interrupted in the page, as bodies of megabytes take seconds to go through the driver.
    await page.evaluate(() => {
      const { fetch } = window;
      window.fetch = async (...request) => {
        if (String(request[0]).includes('partNumber=2')) throw new TypeError('cut');
        return fetch(...request);
      };
    });
    await composeSaved(page, 'large');
    await choose('Attach a file', path);
    await page.getByText('The upload was interrupted. What was sent is kept.').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(sent).toEqual(['1']);

    await page.reload();
    await page.getByText('The upload of large.bin was interrupted.').waitFor();
    expect(await axeFaultsInBoth(page)).toEqual([]);
    await choose('Choose the file again', path);
    await page.getByRole('button', { name: 'Download' }).waitFor();
    await saved(page);
    expect(sent).toEqual(['1', '2']);
    page.removeAllListeners('request');
    const note = (await other.all()).find(({ content }) => content === 'large');
    const got = (await other.files.download(note?.attachment ?? ''))._unsafeUnwrap();
    const hash = createHash('sha256');
    for await (const part of got.parts()) hash.update(part._unsafeUnwrap());
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('cancels an upload, and leaves the note as it was', async () => {
    await visitor.context.route(isOfStore, () => {});
    await composeSaved(page, 'cancelled');
    await choose('Attach a file', { name: 'never.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByRole('progressbar', { name: 'Upload of never.txt' }).waitFor();
    expect(await tryToClose(page)).toBe('beforeunload');
    await page.getByRole('button', { name: 'Cancel the upload' }).click();
    await page.getByRole('button', { name: 'Attach a file' }).waitFor();
    await visitor.context.unrouteAll();
    const note = (await other.all()).find(({ content }) => content === 'cancelled');
    expect(note?.attachment).toBeUndefined();
  });

  test.runIf(isDesktop(size))(
    'goes on with an upload while the user looks at their account, or at nothing',
    async () => {
      await composeSaved(page, 'sent meanwhile');
      const { come, letGo } = await holdRequests(visitor, isOfStore);
      await choose('Attach a file', textFile('behind.txt'));
      await come;
      await openAccount(page, login);
      await letGo();
      await expect
        .poll(async () => (await other.all()).find(({ content }) => content === 'sent meanwhile')?.attachment)
        .toMatch(/behind\.txt$/);
      await toList(page);
    },
  );

  test.runIf(isDesktop(size))(
    'does not bring a deleted note back when its upload ends, unless the deletion is undone',
    async () => {
      const contents = async () => (await other.all()).map(({ content, attachment }) => [content, attachment]);
      await composeSaved(page, 'deleted with its file');
      const { come, letGo } = await holdRequests(visitor, isOfStore);
      await choose('Attach a file', textFile('gone.txt'));
      await come;
      await page.getByRole('button', { name: 'Delete note' }).click();
      await page.getByText('Note deleted.').first().waitFor();
      await letGo();
      await expect.poll(contents, { timeout: 20_000 }).not.toContainEqual(['deleted with its file', undefined]);
      expect((await contents()).map(([content]) => content)).not.toContain('deleted with its file');
      await page.reload();
      await page.getByText('These are all of your notes.').waitFor();
      expect(await page.getByText('gone.txt').count()).toBe(0);

      await composeSaved(page, 'restored with its file');
      const again = await holdRequests(visitor, isOfStore);
      await choose('Attach a file', textFile('back.txt'));
      await again.come;
      await page.getByRole('button', { name: 'Delete note' }).click();
      await page.getByRole('button', { name: /^Undo: restored/ }).waitFor();
      await again.letGo();
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
      await page.getByRole('button', { name: /^Undo: restored/ }).click();
      await expect.poll(contents).toContainEqual(['restored with its file', expect.stringMatching(/back\.txt$/)]);
    },
  );

  test.runIf(isDesktop(size))(
    'leaves dropped and pasted text to the browser, says what cannot be attached, and names stopped uploads',
    async () => {
      const give = (event: 'drop' | 'paste', given: { text?: string; files?: readonly string[] }) =>
        findTextBox(page).evaluate(
          (area, { event, text, files = [] }) => {
            const data = new DataTransfer();
            if (text !== undefined) data.items.add(text, 'text/plain');
            for (const name of files) data.items.add(new File(['x'], name));
            const init = { bubbles: true, cancelable: true };
            const sent =
              event === 'drop'
                ? new DragEvent('drop', { ...init, dataTransfer: data })
                : new ClipboardEvent('paste', { ...init, clipboardData: data });
            return !area.dispatchEvent(sent);
          },
          { event, ...given },
        );
      await composeSaved(page, 'given things');
      expect(await give('drop', { text: 'words' })).toBe(false);
      // Otherwise the browser would show the file in place of the page.
      const besides = await page.locator('header').evaluate((header) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'beside.txt'));
        return !header.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
      });
      expect(besides).toBe(true);
      // As spreadsheets copy cells.
      expect(await give('paste', { text: '1\t2', files: ['cells.png'] })).toBe(false);
      const { come, letGo } = await holdRequests(visitor, isOfStore);
      expect(await give('drop', { files: ['first.txt', 'second.txt'] })).toBe(true);
      await page.getByText('A note has one file: first.txt was taken.').waitFor();
      await come;
      expect(await give('drop', { files: ['third.txt'] })).toBe(true);
      await page.getByText('Wait until first.txt is sent').waitFor();
      await letGo();
      await page.getByRole('button', { name: 'Download' }).waitFor();
      await saved(page);

      await composeSaved(page, 'with a file that moved');
      await page.evaluate(() => {
        const broken = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
        Object.assign(Blob.prototype, { arrayBuffer: broken });
      });
      await choose('Attach a file', textFile('moved.txt'));
      await page.getByText('The file cannot be read').waitFor();
      expect(await axeFaultsInBoth(page)).toEqual([]);
      expect(await page.getByRole('button', { name: 'Continue' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Choose the file again' }).waitFor();
      await toList(page);
      await page.getByText('The upload of moved.txt has stopped.').waitFor();
      expect(await axeFaultsInBoth(page)).toEqual([]);
      await page.getByRole('link', { name: 'Open the note' }).click();
      await findTextBox(page).waitFor();
      await toList(page);
      await page.getByRole('button', { name: 'Cancel the upload' }).click();
      await expect.poll(() => page.getByText('The upload of moved.txt has stopped.').count()).toBe(0);
      await listed(page, /^with a file that moved/).waitFor();
      await page.reload();
    },
  );

  test.runIf(isDesktop(size))('saves a file without a question, although another is being sent', async () => {
    await composeSaved(page, 'with a file to save');
    await choose('Attach a file', textFile('saved.txt'));
    await page.getByRole('button', { name: 'Download' }).waitFor();
    await saved(page);
    const { come, letGo } = await holdRequests(visitor, (url, method) => isOfStore(url) && method === 'PUT');
    await choose('Replace', textFile('slow.txt'));
    await come;
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    expect((await downloaded()).bytes.toString()).toBe('some text');
    expect(asked).toEqual([]);
    page.removeAllListeners('dialog');
    expect(await tryToClose(page)).toBe('beforeunload');
    await letGo();
    await saved(page);
  });

  test('shows content that tries to run as script as text, and only saves such files', async () => {
    const script = '<img src=x onerror="document.title=\'hit\'"><script>document.title="hit"</script>';
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'hit\'"/>';
    await composeSaved(page, `${script}\njavascript:document.title='hit'`);
    for (const [name, content] of [
      ['<img src=x onerror=alert(1)>.html', script],
      ['picture.svg', svg],
      ['photo\u202egnp.html', script],
      // HTML under a picture's name: shown as a picture, which it is not.
      ['trap.png', script],
    ] as const) {
      const button = (await page.getByRole('button', { name: 'Replace' }).count()) > 0 ? 'Replace' : 'Attach a file';
      await choose(button, { name, mimeType: 'text/html', buffer: Buffer.from(content) });
      await expect
        .poll(async () => (await other.notes.get(readNoteId(page)))._unsafeUnwrap().attachment)
        .toContain(name);
      await saved(page);
      await page.getByText(name.replace('\u202e', '\ufffd')).last().waitFor();
      await page.getByRole('button', { name: 'Download' }).waitFor();
      if (name === 'trap.png') await page.getByText('The picture cannot be shown.').waitFor();
      expect(await page.locator('main img').count()).toBe(0);
      const { bytes } = await downloaded();
      expect(bytes.toString()).toBe(content);
    }
    expect(await page.locator('main :is(script, iframe, object, embed)').count()).toBe(0);
    expect(await page.title()).not.toBe('hit');
    expect(page.url()).toMatch(/#\/note\//);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await isTooWide(page)).toBe(false);
    await page.setViewportSize(size.viewport);
  });
});
