/**
 * Parses an integer or a decimal with no more digits than a double distinguishes; returns `undefined` for anything
 * else.
 */
export const parseNumber = (text: string): number | undefined =>
  /^-?\d+(?:\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= 15 ? Number(text) : undefined;

/**
 * Parses a date in one of W3C's formats of ISO 8601, or in seconds since 1970, into epoch milliseconds [IAM User Guide,
 * "IAM JSON policy elements: Condition operators"]. Four digits are a year.
 */
export const parseDate = (text: string): number | undefined => {
  if (/^\d{5,11}$/.test(text)) return Number(text) * 1000;
  const [, year, month = '01', day = '01'] = w3cDate.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // JavaScript reads February 30 as March 2.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
};

const w3cDate = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Parses a boolean in upper or lower case: templates have both. */
export const parseBoolean = (text: string): boolean | undefined => {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
};
