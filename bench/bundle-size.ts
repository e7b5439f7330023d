import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes. */
export interface BundleSize {
  readonly minified: number;
  readonly gzip: number;
}

/** Measures the code in a function's folder; a compile cache is not code. */
export const measureBundle = (folder: string): BundleSize => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[mc]?js$/.test(file));
  const contents = files.map((file) => readFileSync(join(folder, file)));
  const sum = (sizeOf: (content: Buffer) => number) => contents.reduce((total, content) => total + sizeOf(content), 0);
  return { minified: sum((content) => content.length), gzip: sum((content) => gzipSync(content).length) };
};
