import type { Page } from 'playwright-core';

/** What the browser's dialog gives: a file of the page's own store, written to like any other, or what it throws. */
export type Picked = 'a file' | 'AbortError' | 'SecurityError' | 'a full disk' | 'no dialog at all';

/** Replaces the browser's dialog, which a test cannot answer. */
export const pick = (page: Page, picked: Picked): Promise<void> =>
  page.evaluate(async (picked) => {
    const place = window as unknown as Record<string, unknown>;
    place.asked = 0;
    if (picked === 'no dialog at all') {
      Reflect.deleteProperty(window, 'showSaveFilePicker');
      return;
    }
    place.showSaveFilePicker = async () => {
      place.asked = Number(place.asked) + 1;
      if (picked.endsWith('Error')) throw new DOMException(picked, picked);
      const handle = await (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
      if (picked === 'a full disk')
        handle.createWritable = async () => {
          const writable = await FileSystemFileHandle.prototype.createWritable.call(handle);
          writable.write = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
          return writable;
        };
      return handle;
    };
  }, picked);

/** Reads how often the page has asked for a file. */
export const asked = (page: Page) => page.evaluate(() => (window as unknown as { asked: number }).asked);

/** Reads the file that was picked. */
export const chosen = async (page: Page): Promise<Buffer> => {
  const text = await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
    return Array.from(new Uint8Array(await (await handle.getFile()).arrayBuffer()), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  });
  return Buffer.from(text, 'hex');
};

/** Lists the names of the files in the page's store. */
export const files = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => Array.fromAsync((await navigator.storage.getDirectory()).keys()));

/** Writes something into the file that an export must not lose unless it finishes. */
export const keepBefore = (page: Page) =>
  page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
    const writable = await handle.createWritable();
    await writable.write('before');
    await writable.close();
  });
