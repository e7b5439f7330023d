import { serve } from '@hono/node-server';
import { createRemoteJWKSet } from 'jose';
import { createMemoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';
import { notesApp } from './notes-app.ts';
import { verifierOf } from './verify-token.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

const app = notesApp({
  store: createMemoryNoteStore(),
  clock: systemClock,
  noteIds: uuidV7NoteIds,
  revisions: randomRevisions,
  verifyToken: verifierOf({
    issuer: setting('ISSUER'),
    audience: setting('AUDIENCE'),
    keys: createRemoteJWKSet(new URL(setting('JWKS_URL'))),
  }),
});

const options = { fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? '3000') };
serve(options, ({ port }) => console.log(`http://127.0.0.1:${port}`));
