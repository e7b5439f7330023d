import { allNotes, configOfOutputs, notesClient, sessionOf, userPool } from '../src/client/client.ts';

/** What the browser test runs in a page: the client from signing in to deleting, told step by step to its server. */
const run = async () => {
  const outputs: unknown = await (await fetch('/outputs.json')).json();
  const config = configOfOutputs(outputs)._unsafeUnwrap();
  const tokens = (await userPool(config).signIn('admin@example.com', 'Passw0rd!'))._unsafeUnwrap();
  const client = notesClient(config, sessionOf(config, tokens));
  const note = (await client.create({ content: 'from a page 😀' }))._unsafeUnwrap();
  const ifMatch = note.etag ?? '';
  const updated = (await client.update(note.noteId, { content: 'two' }, { ifMatch }))._unsafeUnwrap();
  const late = (await client.update(note.noteId, { content: 'three' }, { ifMatch }))._unsafeUnwrapErr();
  await client.create({ content: 'another' });
  let listed = 0;
  for await (const each of allNotes(client, { limit: 1 })) listed += each._unsafeUnwrap().content.length > 0 ? 1 : 0;
  const deleted = await client.delete(note.noteId);
  return { created: note.content, updated: updated.content, late, listed, deleted: deleted.isOk() };
};

run()
  .catch((error: Error) => ({ failed: error.stack }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) }));
