/**
 * A way in which a careless store takes one text for another: a lossy map that it applies to its keys or texts, or a
 * comparison by which it looks them up.
 */
export interface Confusion {
  /** What such a store does, to complete "a store that …". */
  readonly name: string;
  /**
   * Returns two texts that the store takes for the same, made from any text: well-formed, 1 to 2,048 bytes, never
   * equal.
   */
  readonly pair: (material: string) => readonly [string, string];
  /** Returns whether a store that is asked for one text finds what belongs to the other. */
  readonly takes: (asked: string, stored: string) => boolean;
  /** Returns what the store keeps of a text, if the confusion is a map. */
  readonly map?: (text: string) => string;
}

/** Creates a confusion by a map: texts that it maps to the same text are the same. */
export const confuseByMap = (name: string, map: (text: string) => string, pair: Confusion['pair']): Confusion => ({
  name,
  pair,
  map,
  takes: (asked, stored) => map(asked) === map(stored),
});

/** Creates a confusion by a map, with two texts that are appended to the material. */
export const confuseByTails = (name: string, map: (text: string) => string, one: string, other: string): Confusion =>
  confuseByMap(name, map, (material) => [`${material}${one}`, `${material}${other}`]);

/** Creates a confusion by a map, with two fixed texts. */
export const confuseByTexts = (name: string, map: (text: string) => string, one: string, other: string): Confusion =>
  confuseByMap(name, map, () => [one, other]);

/** Creates a confusion by a comparison that is not symmetric. */
export const confuseByAsking = (name: string, takes: Confusion['takes'], pair: Confusion['pair']): Confusion => ({
  name,
  pair,
  takes,
});
