/**
 * Parses the HTTP or HTTPS URL of a service. Returns `undefined` if it is neither, or contains a user or a password.
 */
export const parseUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' ? url : undefined;
};

/**
 * Returns the part of a URL that is safe to show, without user, password or query; also for text that is not a valid
 * URL.
 */
export const readHost = (text: string, base?: string): string => {
  if (!URL.canParse(text, base)) return text.replace(/^.*@|[?#].*$/gs, '').slice(0, 80);
  const { protocol, host } = new URL(text, base);
  return `${protocol}//${host}`;
};

/** Returns whether a URL's host is this machine [RFC 6761, 6.3; RFC 1122, 3.2.1.3]. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);

/** Returns whether a URL belongs to a local stack. */
export const isLocal = (url: string): boolean => URL.canParse(url) && isLoopback(new URL(url));
