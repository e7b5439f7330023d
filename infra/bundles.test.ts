import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deployedNames } from '../src/lambda/function-names.ts';
import { type Bundles, bundleFunctions } from './bundles.ts';
import { addCompileCache, compileCacheEnvironment } from './compile-cache.ts';

let folder: string;
let bundles: Bundles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-bundles-'));
  await writeFile(join(folder, 'stale.txt'), 'of an earlier build');
  bundles = await bundleFunctions(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads all of a function's code, including the chunks that it loads later. */
const readCode = async (bundle: string): Promise<string> => {
  const names = (await readdir(bundle)).filter((name) => name.endsWith('.mjs'));
  return (await Promise.all(names.map((name) => readFile(join(bundle, name), 'utf8')))).join('\n');
};

describe('the functions’ bundles', () => {
  test('are a folder for each function, with nothing left of an earlier build', async () => {
    const names = deployedNames.toSorted();
    expect((await readdir(folder)).toSorted()).toEqual(names);
    expect(bundles).toEqual(Object.fromEntries(names.map((name) => [name, join(folder, name)])));
  });

  test.each(deployedNames)('have everything that they need besides Node: %s', async (name) => {
    const code = await readCode(bundles[name]);
    const imported = [
      ...code.matchAll(/(?:^|[;}])(?:import|export)[\w\s{},*$]*?(?:from)?"([^"]+)";|\bimport\("([^"]+)"\)/gm),
    ].map(([, statically, later]) => statically ?? later);
    expect(imported.filter((specifier) => !specifier?.startsWith('./'))).toEqual([]);
    expect(code).toContain('getBuiltinModule');
    expect(code).not.toMatch(/\brequire\("(?:node:)?(?:http|https|crypto|stream)"\)/);
  });

  test.each(deployedNames)('load and export a handler: %s', async (name) => {
    vi.stubEnv('AWS_REGION', 'us-east-1');
    for (const variable of ['NOTES_TABLE_NAME', 'IDENTITY_POOL_ID', 'USER_POOL_ID', 'DATA_ROLE_ARN'])
      vi.stubEnv(variable, 'us-east-1:x');
    for (const [variable, value] of [
      ['ISOLATION', 'iam'],
      ['BUCKET_NAME', 'files'],
      ['SWEEP_INTERVAL_SECONDS', '86400'],
    ] as const)
      vi.stubEnv(variable, value);
    const { handler } = await import(join(bundles[name], 'index.mjs'));
    vi.unstubAllEnvs();
    expect(handler).toBeTypeOf('function');
  });

  test('read credentials and settings only from the environment', async () => {
    for (const bundle of Object.values(bundles)) {
      const code = await readCode(bundle);
      expect(code).not.toMatch(
        /readFile|sso_session|credential_process|web_identity_token_file|AWS_CONTAINER_CREDENTIALS/,
      );
      expect(code).toContain('AWS_SESSION_TOKEN');
    }
  });

  test('are minified: no comments, no indentation, and few line breaks', async () => {
    for (const bundle of Object.values(bundles)) {
      const code = await readCode(bundle);
      expect(code).not.toMatch(/@license|Copyright|\n {2,}(?:const|return) /);
      expect(code.split('\n').length).toBeLessThan(code.length / 1000);
    }
  });
});

describe('a compile cache', () => {
  test('is made beside a function by a request that has no effect, and leaves nothing else behind', async () => {
    const bundle = bundles.get;
    const before = await readdir(bundle);
    for (let time = 1; time <= 2; time++) {
      await addCompileCache(bundle, 'iam');
      expect((await readdir(bundle)).toSorted()).toEqual([...before, 'compile-cache'].toSorted());
      const [version] = await readdir(join(bundle, 'compile-cache'));
      expect(version).toContain(process.version);
      expect(await readdir(join(bundle, 'compile-cache', version ?? ''))).not.toEqual([]);
    }
  });

  test('is looked for beside the deployed function, wherever it was made', () => {
    expect(compileCacheEnvironment('/var/task')).toEqual({
      ...{ NODE_COMPILE_CACHE: '/var/task/compile-cache', NODE_COMPILE_CACHE_PORTABLE: '1' },
    });
  });

  test('is made by handling a request with the function’s settings and none of this process', async () => {
    const told = join(folder, 'told.json');
    const fake = join(folder, 'fake');
    await mkdir(fake);
    await writeFile(
      join(fake, 'index.mjs'),
      `import { writeFile } from 'node:fs/promises';
       export const handler = async (event, context) => {
         const { PATH, HOME, ...env } = process.env;
         await writeFile(${JSON.stringify(told)}, JSON.stringify({ event, env, left: context.getRemainingTimeInMillis() }));
       };`,
    );
    await addCompileCache(fake, 'application');
    const { event, env, left } = JSON.parse(await readFile(told, 'utf8'));
    // Nothing from the environment of the synthesizing process, and no server to reach.
    expect(env).toMatchObject({
      ISOLATION: 'application',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    expect(
      Object.keys(env).filter((name) => !/^(AWS_|NODE_COMPILE|NOTES_|IDENTITY_|USER_|DATA_|ISOLATION)/.test(name)),
    ).toEqual([]);
    expect(event).toMatchObject({ version: '2.0', pathParameters: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const { amr, identityPoolId } = event.requestContext.authorizer.iam.cognitoIdentity;
    expect([identityPoolId, amr[1]]).toEqual([
      env.IDENTITY_POOL_ID,
      `cognito-idp.us-east-1.amazonaws.com/${env.USER_POOL_ID}`,
    ]);
    expect(amr[2]).toMatch(/:CognitoSignIn:[0-9a-f-]{36}$/);
    expect(left).toBe(2000);
  });

  test('is not made for a function that does not start', async () => {
    const broken = join(folder, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'index.mjs'), 'process.exit(3);');
    await expect(addCompileCache(broken, 'iam')).rejects.toThrow(
      `The compile cache of ${broken} was not made: the function exited with 3.`,
    );
    expect(await readdir(broken)).not.toContain('make-compile-cache.mjs');
  });
});
