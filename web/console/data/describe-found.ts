import { formatCount } from './format-count.ts';

interface Found {
  /** What is listed, as in `item`. */
  readonly one: string;
  readonly count: number;
  /** What the list is filtered by; empty if it is not. */
  readonly search: string;
  /** How many were looked at, if there are more. */
  readonly lookedAt?: number;
  /** Whether there are pages before this one. */
  readonly isLater?: boolean;
}

/** Describes why a list is empty, or how far a search has come. Returns `undefined` if the list speaks for itself. */
export const describeFound = ({ one, count, search, lookedAt, isLater = false }: Found): string | undefined => {
  if (lookedAt !== undefined)
    return search === ''
      ? undefined
      : `${count === 0 ? 'Nothing' : count.toLocaleString('en')} found in the first ${formatCount(lookedAt, one)}.`;
  if (count > 0) return undefined;
  if (search !== '') return isLater ? `No more ${one}s match.` : `No ${one} matches.`;
  return isLater ? `There are no more ${one}s.` : `There are no ${one}s.`;
};
