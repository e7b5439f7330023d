const note = {
  type: 'object',
  required: ['userId', 'noteId', 'content', 'createdAt'],
  properties: {
    userId: { type: 'string', readOnly: true },
    noteId: { type: 'string', format: 'uuid', readOnly: true },
    content: { type: 'string', minLength: 1 },
    attachment: { type: 'string', minLength: 1, maxLength: 1024 },
    createdAt: { type: 'integer' },
    updatedAt: { type: 'integer' },
  },
};
const draft = {
  type: 'object',
  required: ['content'],
  properties: {
    content: { type: 'string', minLength: 1 },
    attachment: { type: ['string', 'null'], minLength: 1, maxLength: 1024 },
  },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const header = (name: string) => ({ name, in: 'header', schema: { type: 'string' } });
const conditions = [header('If-Match'), header('If-None-Match')];
const named = { parameters: { id: '$response.body#/noteId' } };

/** The product's API, in short. */
export const notesDocument = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  security: [{ sigv4: [] }],
  paths: {
    '/notes': {
      post: {
        operationId: 'createNote',
        parameters: [header('Idempotency-Key'), ...conditions],
        requestBody: json(draft),
        responses: {
          200: { description: 'made', ...json(note), links: { get: { operationId: 'getNote', ...named } } },
        },
      },
      get: {
        operationId: 'listNotes',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
          { name: 'after', in: 'query', schema: { type: 'string', format: 'uuid' } },
          ...conditions,
        ],
        responses: { 200: { description: 'a page', ...json({ type: 'array', items: note }) } },
      },
    },
    '/notes/{id}': {
      parameters: [id, ...conditions],
      get: { operationId: 'getNote', responses: { 200: { description: 'it', ...json(note) } } },
      put: {
        operationId: 'updateNote',
        requestBody: json(draft),
        responses: { 200: { description: 'it', ...json(note) } },
      },
      delete: { operationId: 'deleteNote', responses: { 204: { description: 'gone' } } },
    },
  },
};
