import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Consumer, createConsumer } from './consumer.ts';

// The types of each door, as projects with other settings than this one's see them. Libraries are checked, too:
// `skipLibCheck` is off.

const compilers = ['typescript-5.9', 'typescript-7'];

/** All that a project can be strict about, and its own declarations, which name the package's types. */
const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  declaration: true,
  emitDeclarationOnly: true,
  outDir: 'declarations',
  target: 'es2022',
};
const resolutions = {
  node16: { module: 'node16' },
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Compiles `source`, and returns what the compiler says of it. */
const compiled = async (project: Consumer, compiler: string, source: string, options: object): Promise<string> => {
  await project.write('use.ts', source);
  await project.write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { ...strictest, ...options }, files: ['use.ts'] }),
  );
  return (await project.run([`node_modules/${compiler}/bin/tsc`, '-p', '.'])).output;
};

const install = (...packages: readonly string[]) =>
  createConsumer('typescript-5.9@npm:typescript@5.9.3', 'typescript-7@npm:typescript@7.0.2', ...packages);

describe('in a project with Node’s types, the SDK and fast-check', () => {
  let project: Consumer;
  beforeAll(async () => {
    const sdk = ['@aws-sdk/client-dynamodb@3.1164.0', '@aws-sdk/client-s3@3.1169.0'];
    // The oldest neverthrow that the package admits: the application's results and the package's are of one type.
    project = await install('neverthrow@8.0.0', '@types/node@24.19.2', 'fast-check@4.10.2', 'vitest@4.1.12', ...sdk);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const uses = `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { S3Client } from '@aws-sdk/client-s3';
    import { ResultAsync } from 'neverthrow';
    import { type AttachmentKey, createNote, getNote, parseMediaType, type NoteId, type OwnerId, parseNoteDraft, parseOwnerId } from 'owned-notes';
    import { attack, type Report, type User } from 'owned-notes/attack';
    import { parseConfig, createNotesClient, createSession, createUserPool } from 'owned-notes/client';
    import { createDynamoNoteStore } from 'owned-notes/dynamodb';
    import { handleCreate, createNotesHandler, routes, wireHandler } from 'owned-notes/lambda';
    import { attachmentLaws, laws } from 'owned-notes/laws';
    import { testAttachmentStoreLaws, testNoteStoreLaws } from 'owned-notes/laws/vitest';
    import { createMemoryAttachmentStore, createMemoryNoteStore, randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';
    import { createS3AttachmentStore } from 'owned-notes/s3';

    export const deps = { store: createMemoryNoteStore(), clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
    export const created = parseOwnerId('us-east-1:06d418dd')
      .andThen((owner) => parseNoteDraft({ content: 'hello' }).map((draft) => ({ owner, draft })))
      .asyncAndThen(({ owner, draft }) => createNote(deps, owner, draft));
    export const both: ResultAsync<unknown, unknown> = ResultAsync.combine([created]);
    export const content = created.map((note): string => note.content);
    export const found = (owner: OwnerId, id: NoteId) => getNote(deps, owner, id);
    // @ts-expect-error Swapped.
    export const swapped = (owner: OwnerId, id: NoteId) => getNote(deps, id, owner);
    export const store = createDynamoNoteStore(new DynamoDBClient({ region: 'us-east-1' }), 'notes');
    export const files = [createS3AttachmentStore(new S3Client({ region: 'us-east-1' }), 'files'), createMemoryAttachmentStore()];
    export const put = (owner: OwnerId, key: AttachmentKey, contents: ReadableStream<Uint8Array>) =>
      parseMediaType('text/plain').asyncAndThen((mediaType) =>
        createMemoryAttachmentStore().put(owner, key, { mediaType, contents: contents as AsyncIterable<Uint8Array> }),
      );
    // @ts-expect-error Swapped.
    export const swappedFile = (owner: OwnerId, key: AttachmentKey) => createMemoryAttachmentStore().get(key, owner);
    export const handler = createNotesHandler(wireHandler(process.env), handleCreate);
    // @ts-expect-error Not an event of API Gateway.
    export const refused = handler({ nonsense: 1 }, { getRemainingTimeInMillis: () => 1 });
    export const opened = parseConfig({}).map((config) => ({ config, pool: createUserPool(config) }));
    export const clients = { createSession, createNotesClient, routes };
    export const held = { laws, testNoteStoreLaws, attachmentLaws, testAttachmentStoreLaws };
    export const attacked = (users: readonly [User, User]): Promise<Report> => attack({ api: {}, server: 'http://x', users });
  `;
  for (const compiler of compilers)
    test.for(Object.entries(resolutions))(`${compiler}, %s: only correct uses compile`, async ([, resolution]) => {
      expect(await compiled(project, compiler, uses, { ...resolution, types: ['node'] })).toBe('');
    });
});

describe('in a project that has installed nothing else', () => {
  let project: Consumer;
  beforeAll(async () => {
    project = await install();
  });
  afterAll(() => project[Symbol.asyncDispose]());
  const createImport = (door: string) => `import * as door from 'owned-notes${door}'; export const it: object = door;`;

  // A page has no Node types, and a library for both may have neither Node’s nor the DOM’s.
  for (const compiler of compilers) {
    test.for(['', '/memory', '/laws', '/openapi'])(
      `${compiler}: owned-notes%s compiles with the language alone`,
      async (door) => {
        expect(
          await compiled(project, compiler, createImport(door), { ...resolutions.bundler, types: [], lib: ['es2022'] }),
        ).toBe('');
      },
    );
    test.for(['/attack', '/client', '/lambda'])(
      `${compiler}: owned-notes%s compiles with a page’s types`,
      async (door) => {
        const options = { ...resolutions.bundler, types: [], lib: ['es2022', 'dom'] };
        expect(await compiled(project, compiler, createImport(door), options)).toBe('');
      },
    );
  }
});
