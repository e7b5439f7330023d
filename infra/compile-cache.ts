import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a function's environment needs for Node to find the cache, where the function's folder lies at `folder`. */
export const compileCacheEnvironment = (folder: string) => ({
  NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
  // By default, a cache counts only where it was made.
  NODE_COMPILE_CACHE_PORTABLE: '1',
});

/** Enough for a function to start and to come as far as its request, which nobody answers: port 9 discards. */
const nowhere = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  NOTES_TABLE_NAME: 'notes',
  IDENTITY_POOL_ID: 'us-east-1:00000000-0000-0000-0000-000000000000',
  USER_POOL_ID: 'us-east-1_000000000',
  DATA_ROLE_ARN: 'arn:aws:iam::000000000000:role/none',
};

const provider = `cognito-idp.us-east-1.amazonaws.com/${nowhere.USER_POOL_ID}`;
const cognitoIdentity = {
  amr: ['authenticated', provider, `${provider}:CognitoSignIn:00000000-0000-0000-0000-000000000000`],
  identityId: nowhere.IDENTITY_POOL_ID,
  identityPoolId: nowhere.IDENTITY_POOL_ID,
};
const id = '00000000-0000-7000-8000-000000000000';
const event = {
  version: '2.0',
  requestContext: { requestId: 'none', stage: '$default', authorizer: { iam: { cognitoIdentity } } },
  headers: { 'content-type': 'application/json' },
  pathParameters: { id },
  body: '{"content":"none"}',
  isBase64Encoded: false,
};

/**
 * Puts V8's code cache beside a function: what it compiled when it started and answered once, with a request that came to
 * nothing [Node.js, "Module compile cache"]. It counts for this version of Node and this architecture only; another Node
 * passes over it. Made anew at each call, and not the same byte for byte.
 */
export const addCompileCache = async (folder: string, isolation: 'iam' | 'application'): Promise<void> => {
  const environment = compileCacheEnvironment(folder);
  await rm(environment.NODE_COMPILE_CACHE, { recursive: true, force: true });
  const program = join(folder, 'make-compile-cache.mjs');
  await writeFile(
    program,
    `import { flushCompileCache } from 'node:module';
     process.stdout.write = () => true;
     const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)});
     await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 2000 });
     flushCompileCache();
     process.exit(0);`,
  );
  try {
    const child = spawn(process.execPath, [program], {
      env: { ...nowhere, ...environment, ISOLATION: isolation },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`The compile cache of ${folder} was not made: the function ended with ${code}.`);
  } finally {
    await rm(program, { force: true });
  }
};
