import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Returns the environment variables that let Node find the cache of a function whose folder is at `folder`. */
export const compileCacheEnvironment = (folder: string) => ({
  NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
  // By default, a cache is valid only at the path where it was made.
  NODE_COMPILE_CACHE_PORTABLE: '1',
});

/**
 * An environment in which a function can start and get as far as its request. Nobody answers it: port 9 is the discard
 * port.
 */
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
 * Writes V8's code cache beside a function: the code that it compiled while it started and answered one failing request
 * [Node.js, "Module compile cache"]. The cache is valid only for this version of Node and this architecture; any other
 * Node ignores it. Each call builds it anew, and the bytes differ each time.
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
    if (code !== 0) throw new Error(`The compile cache of ${folder} was not made: the function exited with ${code}.`);
  } finally {
    await rm(program, { force: true });
  }
};
