import type { Row } from '../../../infra/local/trace/trace.ts';

/** The filter for the rows. */
export interface Filter {
  readonly text: string;
  /** An email address or an identity id. Empty for everybody. */
  readonly who: string;
  readonly outcome: 'all' | 'refused' | 'served';
  readonly hasPreflights: boolean;
}

export const everything: Filter = { text: '', who: '', outcome: 'all', hasPreflights: false };

export const passes = (row: Row, { text, who, outcome, hasPreflights }: Filter): boolean =>
  (hasPreflights || row.method !== 'OPTIONS') &&
  fits[outcome](row) &&
  (who === '' || readName(row) === who) &&
  `${row.method} ${row.path} ${row.status ?? ''} ${readName(row)} ${row.requestId ?? ''} ${row.cause ?? ''}`
    .toLowerCase()
    .includes(text.toLowerCase());

/** What is denied in part is both: a part of it was refused, and the rest served. */
const fits: Readonly<Record<Filter['outcome'], (row: Row) => boolean>> = {
  all: () => true,
  refused: ({ isRefused, isDeniedInPart }) => isRefused || isDeniedInPart === true,
  served: ({ isRefused }) => !isRefused,
};

/** Describes what came of a request, in a word or two. */
export const describeOutcome = ({ isRefused, isDeniedInPart }: Row): string =>
  isRefused ? 'refused' : isDeniedInPart ? 'denied in part' : 'served';

/** Returns the caller's best available name. */
export const readName = ({ who }: Row): string => who?.email ?? who?.identityId ?? who?.sub ?? '';
