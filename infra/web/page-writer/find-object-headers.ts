/** What an object of the page's bucket is stored with, and served with. */
export type ObjectHeaders = Readonly<Record<'content-type' | 'cache-control', string>>;

/** By their endings. No browser is left to guess, since `nosniff` forbids it. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
  txt: 'text/plain; charset=utf-8',
};

/**
 * Assets have a hash of their content in their names, so none of them ever changes: they are kept for a year. All
 * else keeps its name while its content changes, and is asked for anew each time. `undefined` for a type that is not known.
 */
export const findObjectHeaders = (name: string): ObjectHeaders | undefined => {
  const type = types[/\.(\w+)$/.exec(name)?.[1] ?? ''];
  if (type === undefined) return undefined;
  const isAsset = name.startsWith('assets/');
  return { 'content-type': type, 'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache' };
};
