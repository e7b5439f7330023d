import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Consumer, createConsumer } from './consumer.ts';

let project: Consumer;
beforeAll(async () => {
  project = await createConsumer();
});
afterAll(() => project[Symbol.asyncDispose]());

/** Bundles `source` for a page. */
const bundled = async (source: string) => {
  await project.write('page.js', source);
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: project.folder,
    entryPoints: ['page.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('The bundler wrote nothing.');
  return {
    text: file.text,
    gzipped: gzipSync(file.contents).length,
    inputs: Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
    warnings,
  };
};

// Bundlers for pages fail on a `node:` import, so a successful build shows that there is none.
test.for(['', '/client', '/laws'])('owned-notes%s bundles for pages, without a warning', async (door) => {
  if (door === '/laws') await project.run(['install', '--no-save', 'fast-check@4.10.2'], 'npm');
  const { warnings } = await bundled(`export * from 'owned-notes${door}'`);
  expect(warnings).toEqual([]);
});

test('the client brings only itself, aws4fetch, neverthrow and uuid: less than 27 KB, gzipped', async () => {
  const { inputs, gzipped } = await bundled(`export * from 'owned-notes/client'`);
  const packages = new Set(inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]));
  expect([...packages].filter((name) => name !== undefined).toSorted()).toEqual([
    'aws4fetch',
    'neverthrow',
    'owned-notes',
    'uuid',
  ]);
  console.log(`owned-notes/client for a page: ${(gzipped / 1000).toFixed(1)} KB, minified and gzipped`);
  expect(gzipped).toBeLessThan(27_000);
  // A page that neither exports nor imports goes without archives.
  const named = 'parseConfig, createNotesClient, createSession, createUserPool';
  const { gzipped: withoutArchives } = await bundled(
    `export { ${named}, listAllNotes, listAllFiles, createFilesClient, previewTypeOf, readClaims, fetchSigned, createTotpUri } from 'owned-notes/client'`,
  );
  console.log(`without archives: ${(withoutArchives / 1000).toFixed(1)} KB`);
  expect(withoutArchives).toBeLessThan(22_000);
  // A page without files goes without them.
  const { gzipped: withoutFiles } = await bundled(`export { ${named} } from 'owned-notes/client'`);
  console.log(`without files: ${(withoutFiles / 1000).toFixed(1)} KB`);
  expect(withoutFiles).toBeLessThan(15_000);
});

test('a bundle leaves out what the page does not use', async () => {
  const { text } = await bundled(`import 'owned-notes/client'; import 'owned-notes'; export {}`);
  expect(text.trim()).toBe('');
  const whole = await bundled(`export * from 'owned-notes'`);
  const one = await bundled(`export { parseOwnerId } from 'owned-notes'`);
  expect(one.inputs).not.toContain('node_modules/owned-notes/dist/use-cases/create-note.js');
  expect(one.text.length).toBeLessThan(whole.text.length);
});
