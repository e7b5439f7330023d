import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { CredentialsUnavailable, type SigningCredentials } from './credentials.ts';
import type { Exchange, WireResponse } from './exchange.ts';
import { createServiceClient, ServiceError } from './service-client.ts';

const keys: SigningCredentials = { accessKeyId: 'a', secretAccessKey: 's' };
const answer: WireResponse = { status: 200, headers: {}, body: 'x' };
const read = ({ body }: WireResponse) => ({ kind: 'Done', value: body }) as const;
const request = { headers: { 'content-type': 'x' }, body: 'b' };

const serviceWith = (credentials: () => Promise<SigningCredentials>) => {
  const exchange = vi.fn<Exchange>(async () => answer);
  const ask = createServiceClient({
    ...{ exchange, host: 'h:1', region: 'r', service: 's', maxAttempts: 3, random: () => 0 },
    credentials,
  });
  return { ask, exchange };
};

describe('a service', () => {
  test('gets a request signed for its host, with the signal', async () => {
    const { ask, exchange } = serviceWith(async () => keys);
    const { signal } = new AbortController();
    expect(await ask(request, read, signal)).toMatchObject({ kind: 'Answered', value: 'x' });
    expect(exchange.mock.calls).toEqual([
      [
        {
          body: 'b',
          headers: expect.objectContaining({
            ...{ host: 'h:1', 'content-type': 'x' },
            authorization: expect.stringMatching(/SignedHeaders=content-type;host;x-amz-date, /),
          }),
        },
        signal,
      ],
    ]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('gets each attempt with the current credentials', async () => {
    let tries = 0;
    const { ask, exchange } = serviceWith(async () => ({ ...keys, accessKeyId: String(++tries) }));
    exchange.mockResolvedValueOnce({ kind: 'NoAnswer', mayHaveArrived: true });
    await ask(request, read);
    expect(exchange.mock.calls.map(([{ headers }]) => headers.authorization?.match(/Credential=(\d)/)?.[1])).toEqual([
      '1',
      '2',
    ]);
  });

  test('is not called without credentials', async () => {
    const { ask, exchange } = serviceWith(() => Promise.reject(new CredentialsUnavailable()));
    expect(await ask(request, read)).toEqual({ kind: 'GivenUp', mayHaveWritten: false });
    expect(exchange).not.toHaveBeenCalled();
  });

  test('is not called if getting credentials throws', async () => {
    const { ask } = serviceWith(() => Promise.reject(new ServiceError('AccessDenied', 'no', 403)));
    await expect(ask(request, read)).rejects.toMatchObject({ name: 'AccessDenied', message: 'no', status: 403 });
  });

  test('is not called after the time-out, however long credentials take', async () => {
    const controller = new AbortController();
    const { ask, exchange } = serviceWith(() => new Promise(() => {}));
    const asked = ask(request, read, controller.signal);
    await expect.poll(() => getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(await asked).toEqual({ kind: 'GivenUp', mayHaveWritten: false });
    expect(exchange).not.toHaveBeenCalled();
  });
});
