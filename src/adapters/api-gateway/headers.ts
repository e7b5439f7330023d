import type { HttpApiEvent } from './event.ts';

/**
 * The event with the names of its headers in lower case, as payload format 2.0 has them. Whoever else invokes a handler may
 * keep them as they were sent: names are compared without case, and fields of one name are one list (RFC 9110, 5.1, 5.3).
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
