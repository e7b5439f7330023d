import { formatCount } from './format-count.ts';

const units = [
  { name: 'day', minutes: 24 * 60 },
  { name: 'hour', minutes: 60 },
  { name: 'minute', minutes: 1 },
];

/** Formats a duration to the minute, as in `1 day and 3 hours`. */
export const describeDuration = (milliseconds: number): string => {
  let left = Math.round(milliseconds / 60_000);
  const parts: string[] = [];
  for (const { name, minutes } of units) {
    const count = Math.floor(left / minutes);
    left -= count * minutes;
    if (count > 0) parts.push(formatCount(count, name));
  }
  if (parts.length === 0) return 'less than a minute';
  return new Intl.ListFormat('en-GB').format(parts);
};
