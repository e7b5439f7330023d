import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageProperties } from './deployment-request.ts';
import { findObjectHeaders } from './find-object-headers.ts';
import type { PageBucket } from './page-bucket.ts';
import { writePage } from './write-page.ts';

/** Creates a page whose index lists its parts. */
const createPage = (assets: readonly string[]): PageProperties => ({
  bucketName: 'page',
  files: assets.map((name) => `assets/${name}-01234567.js`),
  texts: { 'index.html': JSON.stringify(assets), 'config.json': '{}' },
});
const listNames = ({ files, texts }: PageProperties): readonly string[] => [...files, ...Object.keys(texts)].toSorted();

const read = async (name: string): Promise<Uint8Array> => new TextEncoder().encode(`of ${name}`);

class Stopped extends Error {}

/** Creates an in-memory bucket that stops before a given operation, and calls `look` after each operation. */
const bucketWith = (objects: Map<string, string>, stopsAt: number, look: () => void): PageBucket => {
  let operations = 0;
  const operate = async <T>(work: () => T): Promise<T> => {
    if (operations++ === stopsAt) throw new Stopped();
    const result = work();
    look();
    return result;
  };
  return {
    put: (name, content) => operate(() => void objects.set(name, new TextDecoder().decode(content))),
    names: () => operate(() => [...objects.keys()]),
    delete: (name) => operate(() => void objects.delete(name)),
  };
};

const assets = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
const deployments = fc.array(fc.record({ assets, stopsAt: fc.nat({ max: 14 }) }), { maxLength: 6 });

test('the page has all its parts wherever a deployment stops, and later only them and the previous ones', async () => {
  await fc.assert(
    fc.asyncProperty(assets, deployments, async (first, later) => {
      const objects = new Map<string, string>();
      const isWhole = () => {
        const index = objects.get('index.html');
        const parts = index === undefined ? [] : listNames(createPage(JSON.parse(index)));
        expect([...objects.keys()]).toEqual(expect.arrayContaining([...parts]));
      };
      const deploy = (wanted: PageProperties, before: PageProperties | undefined, stopsAt = Infinity) =>
        writePage(
          { bucket: bucketWith(objects, stopsAt, isWhole), read },
          { kind: before ? 'Update' : 'Create', wanted, before },
        );
      let current = createPage(first);
      await deploy(current, undefined);
      expect([...objects.keys()].toSorted()).toEqual(listNames(current));
      for (const { assets: next, stopsAt } of later) {
        const wanted = createPage(next);
        const before = current;
        try {
          await deploy(wanted, before, stopsAt);
          current = wanted;
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          // CloudFormation rolls back.
          await deploy(before, wanted);
        }
        expect(objects.get('index.html')).toBe(current.texts['index.html']);
        // A browser that has the previous page open may still request its parts.
        expect([...objects.keys()]).toEqual(expect.arrayContaining([...listNames(before)]));
        const ofBoth = new Set([...listNames(wanted), ...listNames(before)]);
        expect([...objects.keys()].filter((name) => !ofBoth.has(name))).toEqual([]);
      }
      await writePage(
        { bucket: bucketWith(objects, Infinity, () => {}), read },
        { kind: 'Delete', wanted: current, before: undefined },
      );
      expect(objects.size).toBe(0);
    }),
  );
});

test('a file of an unknown type is refused, and nothing is written', async () => {
  const objects = new Map<string, string>();
  const wanted = { ...createPage([]), files: ['run.exe'] };
  const bucket = bucketWith(objects, Infinity, () => {});
  await expect(writePage({ bucket, read }, { kind: 'Create', wanted, before: undefined })).rejects.toThrow('run.exe');
  expect(objects.size).toBe(0);
});

test.each([
  ['assets/index-Dx3kQ9aB.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['assets/deep/a-01234567.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
  ['index.html', 'text/html; charset=utf-8', 'no-cache'],
  ['config.json', 'application/json', 'no-cache'],
  ['favicon.svg', 'image/svg+xml', 'no-cache'],
  ['myassets/a-01234567.js', 'text/javascript; charset=utf-8', 'no-cache'],
])('%s has the type %s and the cache control %s', (name, type, kept) => {
  expect(findObjectHeaders(name)).toEqual({ 'content-type': type, 'cache-control': kept });
});

test.each(['run.exe', 'LICENSE', 'a.js.map', '.htaccess'])('%s has an unknown type', (name) => {
  expect(findObjectHeaders(name)).toBeUndefined();
});
