import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pack } from './pack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarball: string;
  }
}

/** Packs one tarball for all tests. */
export default async function ({ provide }: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-tarball-'));
  const { tarball } = await pack(folder);
  provide('tarball', tarball);
  return () => rm(folder, { recursive: true, force: true });
}
