/**
 * The media types that a page may show from a presigned URL, with their file name extensions. Raster images only: SVG
 * and HTML run scripts when they are opened, at the bucket's origin, and PDF may in its viewer. A browser takes a
 * response with one of these types for an image, whatever it contains: it does not look for HTML in it [WHATWG MIME
 * Sniffing Standard, 7].
 */
const previews = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
} as const;

/**
 * The media type of an image that a page may show.
 *
 * @example
 * const type: PreviewType = 'image/png';
 */
export type PreviewType = keyof typeof previews;

export const isPreviewType = (type: string): type is PreviewType => Object.hasOwn(previews, type);

/**
 * Returns the image type that a file name stands for, or `undefined` if a page may not show it.
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
