/** The URL of a service: of HTTP, and with nobody's name or password in it. */
export const parseUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' ? url : undefined;
};

/** Of a URL, or of what was meant for one, what may be shown: neither user, password nor query. */
export const hostOf = (text: string, base?: string): string => {
  if (!URL.canParse(text, base)) return text.replace(/^.*@|[?#].*$/gs, '').slice(0, 80);
  const { protocol, host } = new URL(text, base);
  return `${protocol}//${host}`;
};

/** Names and addresses that are this machine [RFC 6761, 6.3; RFC 1122, 3.2.1.3]. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);

/** Whether something is of a stack on this machine. */
export const isLocal = (url: string): boolean => URL.canParse(url) && isLoopback(new URL(url));
