import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const invoiceFaults = [
  'an invoice is found by its number alone',
  'an account is open to whoever names it',
  'a change ignores whose invoice it is',
  'a deletion ignores whose invoice it is',
  'a payment is found by its id alone',
  'the text of an invoice is open to every account',
  'everybody is an admin',
  'a change takes the account from the body',
  'a new invoice is paid if it says so',
  'another account’s invoice is forbidden, not missing',
  'a cursor names the account of the list',
  'x-account-id overrides the token',
  'the text of an invoice needs no token',
  'an expired token is accepted',
] as const;
export type InvoiceFault = (typeof invoiceFaults)[number];

interface Invoice {
  readonly number: number;
  account: string;
  title: string;
  readonly cents: number;
  readonly paid: boolean;
  readonly payments: { readonly id: string; readonly reference: string }[];
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The account of each token. The last token has expired. */
export const accounts: Readonly<Record<string, string>> = {
  'token-of-ann': 'account-ann-7f3a',
  'token-of-bob': 'account-bob-91c2',
  'token-of-bob-that-expired': 'account-bob-91c2',
};

const missing: Reply = { status: 404, body: { error: 'not found' } };

/** Starts a small HTTP API with invoices in accounts, with one fault or none. */
export const startInvoicesApi = async (fault?: InvoiceFault): Promise<AsyncDisposable & { readonly url: string }> => {
  const is = (name: InvoiceFault) => fault === name;
  const invoices = new Map<number, Invoice>();
  let last = 100;

  const findCaller = ({ headers }: IncomingMessage): string | undefined => {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (token.endsWith('expired') && !is('an expired token is accepted')) return undefined;
    const claimed = headers['x-account-id'];
    const known = accounts[token];
    return known !== undefined && typeof claimed === 'string' && is('x-account-id overrides the token')
      ? claimed
      : known;
  };

  const createListReply = (account: string, query: URLSearchParams): Reply => {
    const size = Number(query.get('page_size') ?? 50);
    const cursor = query.get('cursor');
    const from = cursor === null ? { of: account, after: 0 } : JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const of = is('a cursor names the account of the list') ? from.of : account;
    const all = [...invoices.values()].filter((each) => each.account === of && each.number > from.after);
    const items = all.slice(0, size).map(({ payments: _, ...shown }) => shown);
    const after = items.at(-1)?.number;
    const next = all.length > size ? Buffer.from(JSON.stringify({ of, after })).toString('base64url') : null;
    return { status: 200, body: { items, next_cursor: next } };
  };

  const shown = ({ payments: _, ...invoice }: Invoice, status = 200): Reply => ({
    ...{ status, body: invoice },
    headers: { location: `/accounts/${invoice.account}/invoices/${invoice.number}` },
  });

  const reply = (
    request: IncomingMessage,
    path: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Reply => {
    const { method = '' } = request;
    if (path === '/health') return { status: 200, body: { well: true } };
    const [, printed] = /^\/invoices\/([^/]+)\/text$/.exec(path) ?? [];
    const caller = findCaller(request);
    const isPrintedToAll = printed !== undefined && is('the text of an invoice needs no token');
    if (caller === undefined && !isPrintedToAll) return { status: 401, body: { error: 'no token that counts' } };
    if (path === '/admin/invoices')
      return is('everybody is an admin') ? { status: 200, body: [...invoices.values()] } : { status: 403 };
    if (printed !== undefined) {
      const invoice = invoices.get(Number(printed));
      const isOpen = is('the text of an invoice is open to every account') || (isPrintedToAll && caller === undefined);
      return invoice !== undefined && (invoice.account === caller || isOpen)
        ? { status: 200, body: `Invoice ${invoice.number}: ${invoice.title}` }
        : missing;
    }
    const [, account = '', number, rest, payment] =
      /^\/accounts\/([^/]+)\/invoices(?:\/([^/]+)(?:\/(payments)(?:\/([^/]+))?)?)?$/.exec(path) ?? [];
    if (caller === undefined || (account !== caller && !is('an account is open to whoever names it'))) return missing;
    if (number === undefined) {
      if (method === 'GET') return createListReply(account, query);
      if (method !== 'POST') return { status: 405 };
      const paid = is('a new invoice is paid if it says so') ? body.paid === true : false;
      const made = {
        number: ++last,
        account,
        title: String(body.title),
        cents: Number(body.cents),
        paid,
        payments: [],
      };
      invoices.set(made.number, made);
      return shown(made, 201);
    }
    const invoice = invoices.get(Number(number));
    if (invoice === undefined) return missing;
    const isOwn = invoice.account === account;
    if (rest === 'payments') {
      if (!isOwn && !(is('a payment is found by its id alone') && payment !== undefined)) return missing;
      if (payment !== undefined) {
        const found = invoice.payments.find(({ id }) => id === payment);
        return found === undefined || method !== 'GET' ? missing : { status: 200, body: found };
      }
      if (method !== 'POST') return { status: 405 };
      const paid = { id: `p-${crypto.randomUUID()}`, reference: String(body.reference) };
      invoice.payments.push(paid);
      return { status: 201, body: paid };
    }
    if (!isOwn && is('another account’s invoice is forbidden, not missing'))
      return { status: 403, body: { error: 'no' } };
    if (method === 'GET') return isOwn || is('an invoice is found by its number alone') ? shown(invoice) : missing;
    if (method === 'PATCH') {
      if (!isOwn && !is('a change ignores whose invoice it is')) return missing;
      if (typeof body.title === 'string') invoice.title = body.title;
      const { account: to } = body;
      if (typeof to === 'string' && is('a change takes the account from the body')) invoice.account = to;
      return shown(invoice);
    }
    if (method !== 'DELETE') return { status: 405 };
    if (!isOwn && !is('a deletion ignores whose invoice it is')) return missing;
    invoices.delete(invoice.number);
    return { status: 204 };
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://invoices.test');
    let answer: Reply;
    try {
      const sent = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
      answer = reply(request, decodeURIComponent(pathname), searchParams, sent);
    } catch {
      answer = { status: 400, body: { error: 'that cannot be read' } };
    }
    const { status, body, headers } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined || status === 204 ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
