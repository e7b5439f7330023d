import type { HttpApiEvent } from './event.ts';

/**
 * Returns the event with its header names in lower case, as in payload format 2.0. Other callers of a handler may keep
 * them as sent: names are compared without case, and fields of one name form one list (RFC 9110, 5.1, 5.3).
 */
export const withPlainHeaders = (event: HttpApiEvent): HttpApiEvent => {
  const given = Object.entries(event.headers ?? {});
  if (event.headers != null && given.every(([name]) => name === name.toLowerCase())) return event;
  const headers = new Map<string, string>();
  for (const [name, value = ''] of given) {
    const plain = name.toLowerCase();
    const before = headers.get(plain);
    headers.set(plain, before === undefined ? value : `${before},${value}`);
  }
  return { ...event, headers: Object.fromEntries(headers) };
};
