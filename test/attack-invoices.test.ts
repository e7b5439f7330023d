import { describe, expect, test } from 'vitest';
import { attack, type Fetch } from '../src/exports/attack.ts';
import { accounts, type InvoiceFault, invoiceFaults, invoicesApi } from './attack/invoices-api.ts';
import { invoicesDocument } from './attack/invoices-document.ts';

// Another API than the product's: other names, numbers for ids, things in things, tokens, no links.

const bearing =
  (token: string): Fetch =>
  (url, init) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const user = (name: string) => {
  const token = `token-of-${name.toLowerCase()}`;
  return { name, fetch: bearing(token), identifiers: { accountId: accounts[token] ?? '' } };
};

const attacked = async (fault?: InvoiceFault) => {
  await using api = await invoicesApi(fault);
  return await attack({
    ...{ api: invoicesDocument, server: api.url, users: [user('Ann'), user('Bob')], forbidden: ['everyInvoice'] },
    strangers: [
      { name: 'nobody', fetch: (url, init) => fetch(url, init) },
      { name: 'an expired token', fetch: bearing('token-of-bob-that-expired') },
    ],
    sleep: async () => {},
  });
};

test('nothing comes through where nothing is wrong', async () => {
  const { outcome, findings, unproven, tries } = await attacked();
  expect({ findings, unproven }).toEqual({ findings: [], unproven: [] });
  expect(outcome).toBe('NothingCameThrough');
  expect(tries.length).toBeGreaterThan(400);
});

describe('each fault is found', () => {
  const foundBy: Readonly<Record<InvoiceFault, readonly string[]>> = {} as never;

  test.each(invoiceFaults)('%s', async (fault) => {
    const { findings } = await attacked(fault);
    expect([...new Set(findings.map(({ technique }) => technique))]).toEqual(foundBy[fault]);
  });
});
