/** A file as the command of some number puts it: of a length, a type and bytes that no other command's has. */
export interface Put {
  readonly number: number;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** More than one part has. */
const large = 5 * 1024 * 1024 + 1;

export const createPut = (who: number, number: number, size: 'small' | 'large'): Put => ({
  number,
  bytes: Buffer.alloc((size === 'large' ? large : 20) + number, `${who}:${number};`),
  mediaType: `file/${who}-${number}`,
});

/** In some pieces; and then fails, if it is to. */
export async function* createSource({ bytes, number }: Put, end: 'whole' | 'fails'): AsyncGenerator<Uint8Array> {
  const third = Math.ceil(bytes.length / 3);
  const pieces = number % 2 ? [bytes] : [bytes.subarray(0, third), bytes.subarray(third)];
  for (const piece of pieces) yield piece;
  if (end === 'fails') throw new SourceEnded();
}

export class SourceEnded extends Error {}
