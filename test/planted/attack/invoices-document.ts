const invoice = {
  type: 'object',
  properties: {
    number: { type: 'integer' },
    account: { type: 'string' },
    title: { type: 'string' },
    cents: { type: 'integer' },
    paid: { type: 'boolean' },
  },
};
const payment = { type: 'object', properties: { id: { type: 'string' }, reference: { type: 'string' } } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (status: number, schema: object) => ({ [status]: { description: 'well', ...json(schema) } });
const parameter = (name: string, type = 'string') => ({ name, in: 'path', required: true, schema: { type } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const account = parameter('accountId');
const number = parameter('invoiceNumber', 'integer');

/** The document, in OpenAPI 3.0, of somebody else's API: invoices in accounts, with numbers for ids and no links. */
export const invoicesDocument = {
  openapi: '3.0.3',
  info: { title: 'Invoices', version: '1' },
  security: [{ bearer: [] }],
  paths: {
    '/accounts/{accountId}/invoices': {
      parameters: [account],
      get: {
        operationId: 'listInvoices',
        parameters: [
          { name: 'page_size', in: 'query', schema: { type: 'integer', minimum: 1 } },
          { name: 'cursor', in: 'query', schema: { type: 'string' } },
        ],
        responses: answers(200, { type: 'object', properties: { items: { type: 'array', items: ref('Invoice') } } }),
      },
      post: {
        operationId: 'addInvoice',
        requestBody: json(ref('NewInvoice')),
        responses: answers(201, ref('Invoice')),
      },
    },
    '/accounts/{accountId}/invoices/{invoiceNumber}': {
      parameters: [account, number],
      get: { operationId: 'getInvoice', responses: answers(200, ref('Invoice')) },
      patch: {
        operationId: 'changeInvoice',
        requestBody: json({ type: 'object', properties: { title: { type: 'string' } } }),
        responses: answers(200, ref('Invoice')),
      },
      delete: { operationId: 'voidInvoice', responses: { 204: { description: 'gone' } } },
    },
    '/accounts/{accountId}/invoices/{invoiceNumber}/payments': {
      parameters: [account, number],
      post: {
        operationId: 'addPayment',
        requestBody: json({ type: 'object', required: ['reference'], properties: { reference: { type: 'string' } } }),
        responses: answers(201, payment),
      },
    },
    '/accounts/{accountId}/invoices/{invoiceNumber}/payments/{paymentId}': {
      parameters: [account, number, parameter('paymentId')],
      get: { operationId: 'getPayment', responses: answers(200, payment) },
    },
    '/invoices/{invoiceNumber}/text': {
      parameters: [number],
      get: { operationId: 'printInvoice', responses: { 200: { description: 'it', content: { 'text/plain': {} } } } },
    },
    '/admin/invoices': { get: { operationId: 'everyInvoice', responses: answers(200, { type: 'array' }) } },
    '/health': { get: { operationId: 'health', security: [], responses: answers(200, { type: 'object' }) } },
  },
  components: {
    schemas: {
      Invoice: invoice,
      NewInvoice: {
        type: 'object',
        required: ['title', 'cents'],
        properties: { title: { type: 'string', maxLength: 80 }, cents: { type: 'integer', minimum: 0 } },
      },
    },
  },
};
