/** The file that an action puts: its length, media type and bytes are unlike those of any other action. */
export interface Put {
  readonly number: number;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** Bytes: more than one part holds. */
const large = 5 * 1024 * 1024 + 1;

export const createPut = (who: number, number: number, size: 'small' | 'large'): Put => ({
  number,
  bytes: Buffer.alloc((size === 'large' ? large : 20) + number, `${who}:${number};`),
  mediaType: `file/${who}-${number}`,
});

/** Yields the bytes in one or two pieces, and then fails if told to. */
export async function* createSource({ bytes, number }: Put, end: 'whole' | 'fails'): AsyncGenerator<Uint8Array> {
  const third = Math.ceil(bytes.length / 3);
  const pieces = number % 2 ? [bytes] : [bytes.subarray(0, third), bytes.subarray(third)];
  for (const piece of pieces) yield piece;
  if (end === 'fails') throw new SourceEnded();
}

export class SourceEnded extends Error {}
