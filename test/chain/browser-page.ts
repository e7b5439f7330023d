import { type NotesConfig, parseConfig } from '../../src/client/config.ts';
import { createSession, type Session } from '../../src/client/credentials-session.ts';
import { createFilesClient } from '../../src/client/files.ts';
import { createNotesClient, listAllNotes } from '../../src/client/notes.ts';
import { createUserPool } from '../../src/client/user-pool.ts';

/** Uploads files of one part and of two from a page; lists, fetches, saves (by an address) and deletes them. */
const createFiles = async (config: NotesConfig, session: Session) => {
  const client = createFilesClient(config, session);
  const told = [];
  for (const size of [3, 6_000_000]) {
    const key = (await client.attach(new File([new Uint8Array(size)], 'é ☕.bin')))._unsafeUnwrap();
    let read = 0;
    for await (const part of (await client.download(key))._unsafeUnwrap().parts()) read += part._unsafeUnwrap().length;
    const { url } = (await client.attachmentUrl(key))._unsafeUnwrap();
    const saved = (await (await fetch(url)).arrayBuffer()).byteLength;
    const listed = (await client.list())._unsafeUnwrap().files.map((file) => file.size);
    told.push({ read, saved, listed, deleted: (await client.detach(key)).isOk() });
  }
  return told;
};

/** The browser test's page: runs the client from sign-in to deletion, and reports each step to its server. */
const run = async () => {
  const outputs: unknown = await (await fetch('/outputs.json')).json();
  const config = parseConfig(outputs)._unsafeUnwrap();
  const tokens = (await createUserPool(config).signIn('admin@example.com', 'Passw0rd!'))._unsafeUnwrap();
  const session = createSession(config, tokens);
  const client = createNotesClient(config, session);
  const note = (await client.create({ content: 'from a page 😀' }))._unsafeUnwrap();
  const ifMatch = note.etag ?? '';
  const updated = (await client.update(note.noteId, { content: 'two' }, { ifMatch }))._unsafeUnwrap();
  const late = (await client.update(note.noteId, { content: 'three' }, { ifMatch }))._unsafeUnwrapErr();
  await client.create({ content: 'another' });
  let listed = 0;
  for await (const each of listAllNotes(client, { limit: 1 }))
    listed += each._unsafeUnwrap().content.length > 0 ? 1 : 0;
  const deleted = await client.delete(note.noteId);
  return {
    created: note.content,
    updated: updated.content,
    late,
    listed,
    deleted: deleted.isOk(),
    files: await createFiles(config, session),
  };
};

run()
  .catch((error: Error) => ({ failed: error.stack }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) }));
