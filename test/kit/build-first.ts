import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeLocalTemplate } from '../../infra/local/template/local-template.ts';
import { buildWeb } from '../../infra/web/build-web.ts';

/**
 * Builds once what many test files would otherwise build at the same time: the usual templates, the page and the
 * console. The processes and functions that tests start share one compile cache, so Node compiles their code once.
 */
export const setup = async (): Promise<() => Promise<void>> => {
  const isolations = ['iam', 'application'] as const;
  await Promise.all(isolations.map((isolation) => synthesizeLocalTemplate({ choices: { isolation } })));
  await Promise.all([buildWeb('page'), buildWeb('console')]);
  const compileCache = await mkdtemp(join(tmpdir(), 'owned-notes-compile-cache-'));
  process.env.NODE_COMPILE_CACHE = compileCache;
  // A process that is just exiting may still write into it.
  return () => rm(compileCache, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
};
