/** The headers that an object of the page's bucket is stored and served with. */
export type ObjectHeaders = Readonly<Record<'content-type' | 'cache-control', string>>;

/** Content types by file extension. Browsers must not guess: `nosniff` forbids it. */
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
 * Returns an object's headers. Assets have a hash of their content in their names and never change, so they are cached
 * for a year. All other files may change under the same name, so caches must revalidate them each time. Returns
 * `undefined` if the type is unknown.
 */
export const findObjectHeaders = (name: string): ObjectHeaders | undefined => {
  const type = types[/\.(\w+)$/.exec(name)?.[1] ?? ''];
  if (type === undefined) return undefined;
  const isAsset = name.startsWith('assets/');
  return { 'content-type': type, 'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache' };
};
