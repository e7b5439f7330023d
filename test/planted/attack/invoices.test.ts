import { describe, expect, test } from 'vitest';
import { type AttackOptions, attack, type Fetch } from '../../../src/exports/attack.ts';
import { accounts, type InvoiceFault, invoiceFaults, startInvoicesApi } from './invoices-api.ts';
import { invoicesDocument } from './invoices-document.ts';

// An API unlike the product's: other names, numeric ids, nested resources, bearer tokens, no links.

const bearing =
  (token: string): Fetch =>
  (url, init) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const user = (name: string) => {
  const token = `token-of-${name.toLowerCase()}`;
  return { name, fetch: bearing(token), identifiers: { accountId: accounts[token] ?? '' } };
};

const attacked = async ({ fault, ...options }: { fault?: InvoiceFault } & Partial<AttackOptions> = {}) => {
  await using api = await startInvoicesApi(fault);
  return await attack({
    ...{ api: invoicesDocument, server: api.url, users: [user('Ann'), user('Bob')], forbidden: ['everyInvoice'] },
    strangers: [
      { name: 'nobody', fetch: (url, init) => fetch(url, init) },
      { name: 'an expired token', fetch: bearing('token-of-bob-that-expired') },
    ],
    ...{ sleep: async () => {}, ...options },
  });
};

test('nothing comes through an API without faults', async () => {
  const { outcome, findings, unproven, tries } = await attacked();
  expect({ findings, unproven }).toEqual({ findings: [], unproven: [] });
  expect(outcome).toBe('NothingCameThrough');
  expect(tries.length).toBeGreaterThan(400);
});

const ofObject = 'the other’s object';
const ofBody = 'members that the server sets';
const ofStranger = 'no valid credentials';
const foundBy: Readonly<Record<InvoiceFault, string>> = {
  'an invoice is found by its number alone': ofObject,
  'an account is open to whoever names it': ofObject,
  'a change ignores whose invoice it is': ofObject,
  'a deletion ignores whose invoice it is': ofObject,
  'a payment is found by its id alone': ofObject,
  'the text of an invoice is open to every account': ofObject,
  'everybody is an admin': 'an operation that is not for users',
  'a change takes the account from the body': ofBody,
  'a new invoice is paid if it says so': ofBody,
  'another account’s invoice is forbidden, not missing': ofObject,
  'a cursor names the account of the list': 'the other’s cursor',
  'x-account-id overrides the token': 'an owner in a header',
  'the text of an invoice needs no token': ofStranger,
  'an expired token is accepted': ofStranger,
};

describe('the technique meant for a fault finds it', () => {
  test.each(invoiceFaults)('%s', async (fault) => {
    const technique = foundBy[fault];
    const { findings } = await attacked({ fault, techniques: [technique], stopsAtFirst: true });
    expect(findings.map((finding) => finding.technique)).toEqual([technique]);
  });
});
