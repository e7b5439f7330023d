import { invalidParameter } from './cognito-exception.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const form = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/;

/**
 * Parses a claim's timestamp into epoch milliseconds: `Mon Nov 23 05:24:00 UTC 2026`, in English, with the right day of
 * the week. Throws `InvalidParameterException`, in the service's words, for any other form.
 */
export const parseTimestamp = (timestamp: string): number => {
  const [, weekday, month = '', ...numbers] = form.exec(timestamp) ?? [];
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = numbers.map(Number);
  const date = new Date(Date.UTC(year, months.indexOf(month), day, hour, minute, second));
  // `Date.UTC` would carry a day that the month does not have over into the next month.
  const isReal = date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute;
  if (!months.includes(month) || !isReal || days[date.getUTCDay()] !== weekday)
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  return date.getTime();
};
