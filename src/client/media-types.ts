/**
 * What a page may show of a user's file by its address, and the ends of names that it goes by. Pictures of dots only: SVG and HTML run
 * scripts when they are opened, at the bucket's origin, and PDF may in its viewer. A browser takes what is said to be one of these for
 * a picture, whatever it is: it does not look for HTML in it [WHATWG MIME Sniffing Standard, 7].
 */
const previews = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
} as const;

/**
 * The media type of a picture that a page may show.
 *
 * @example
 * const type: PreviewType = 'image/png';
 */
export type PreviewType = keyof typeof previews;

export const isPreviewType = (type: string): type is PreviewType => Object.hasOwn(previews, type);

/**
 * The picture that a file is by its name, if it is one that may be shown.
 *
 * @example
 * previewTypeOf('view.JPG'); // 'image/jpeg'
 * previewTypeOf('drawing.svg'); // undefined: it may run scripts
 */
export const previewTypeOf = (name: string): PreviewType | undefined => {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const found = Object.entries(previews).find(([, ends]) => (ends as readonly string[]).includes(end));
  return found?.[0] as PreviewType | undefined;
};
