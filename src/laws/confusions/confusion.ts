/**
 * A way in which a careless store takes one text for another: a lossy map that it puts its keys or its texts through, or a
 * comparison that it asks them by.
 */
export interface Confusion {
  /** What is lost, to complete "a store that …". */
  readonly name: string;
  /** Two texts that it takes for the same, made of any text; well-formed, 1 to 2,048 bytes, and never equal. */
  readonly pair: (material: string) => readonly [string, string];
  /** Whether a store that is asked for the one finds what is of the other. */
  readonly takes: (asked: string, stored: string) => boolean;
  /** What it keeps of a text, where it is a map. */
  readonly map?: (text: string) => string;
}

/** By a map: what comes to the same is the same. */
export const confuseByMap = (name: string, map: (text: string) => string, pair: Confusion['pair']): Confusion => ({
  name,
  pair,
  map,
  takes: (asked, stored) => map(asked) === map(stored),
});

/** By a map, of two texts that are put behind the material. */
export const confuseByTails = (name: string, map: (text: string) => string, one: string, other: string): Confusion =>
  confuseByMap(name, map, (material) => [`${material}${one}`, `${material}${other}`]);

/** By a map, of two texts as they are. */
export const confuseByTexts = (name: string, map: (text: string) => string, one: string, other: string): Confusion =>
  confuseByMap(name, map, () => [one, other]);

/** By a comparison that is not the same both ways. */
export const confuseByAsking = (name: string, takes: Confusion['takes'], pair: Confusion['pair']): Confusion => ({
  name,
  pair,
  takes,
});
