const note = {
  type: 'object',
  required: ['content'],
  properties: {
    content: { type: 'string', minLength: 1, maxLength: 1000 },
    attachment: { type: 'string', minLength: 1, maxLength: 100 },
  },
};
const requestBody = { required: true, content: { 'application/json': { schema: note } } };
const noteId = { name: 'noteId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const after = { name: 'after', in: 'query', schema: { type: 'string', format: 'uuid' } };
const responses = { default: { description: 'What it came to.' } };

/** What the server answers to, for the attack. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1.0.0' },
  paths: {
    '/notes': {
      post: { operationId: 'createNote', requestBody, responses },
      get: { operationId: 'listNotes', parameters: [after], responses },
    },
    '/notes/{noteId}': {
      parameters: [noteId],
      get: { operationId: 'getNote', responses },
      put: { operationId: 'updateNote', requestBody, responses },
      delete: { operationId: 'deleteNote', responses },
    },
  },
};
