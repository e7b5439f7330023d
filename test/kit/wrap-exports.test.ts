import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrapInBundle } from './wrap-exports.ts';

const root = join(import.meta.dirname, '../..');
const module = 'infra/local/trace/redact.ts';
const program = `
  const { redactHeader, redactHeaders, redactQuery } = await import('./${module}');
  console.log(redactHeader('cookie', 'sweet'), redactHeaders(['cookie', 'sweet'])[0][1], redactQuery('a=b'));
`;
const told = 'sweet, with a fault (hidden: 5 characters) a=b\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-wrap-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (source: string): Promise<string> => {
  const args = ['--input-type=module-typescript', '--eval', source];
  return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;
};

const runBundle = async (wrapped: { readonly module: string; readonly name: string }): Promise<string> => {
  const by = join(folder, 'wrap.ts');
  await writeFile(by, 'export const wrap = () => (_: string, value: string) => value + ", with a fault";');
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'silent' },
    plugins: [wrapInBundle({ ...wrapped, by })],
  });
  return run(String(outputFiles[0]?.text));
};

const runProcess = ({ module, name }: { readonly module: string; readonly name: string }): Promise<string> =>
  run(`
    import { wrapInProcess } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'wrap-exports.ts')))};
    const wrap = () => (_, value) => value + ', with a fault';
    wrapInProcess([{ module: '${module}', name: '${name}', wrap }]);
    ${program}
  `);

describe.each([
  ['a bundle', runBundle],
  ['a process', runProcess],
])('a fault in %s', (_, runWith) => {
  test('is in what others import, and not in what the module calls itself', async () => {
    expect(await runWith({ module, name: 'redactHeader' })).toBe(told);
  });

  test('fails if there is no such export', async () => {
    await expect(runWith({ module, name: 'redactNothing' })).rejects.toThrow('redactNothing');
  });

  test('fails if there is no such module', async () => {
    const wrapped = { module: 'infra/local/trace/none.ts', name: 'redactHeader' };
    await expect(runWith(wrapped)).rejects.toThrow('There is no module infra/local/trace/none.ts to plant a fault in.');
  });
});
