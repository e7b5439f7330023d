/** Formats numbers, dates and sizes in a locale. */
export interface Formats {
  number(value: number): string;
  /** `time` is in epoch milliseconds. */
  date(time: number): string;
  dateAndTime(time: number): string;
  /** For example `1.5 MB`; units are powers of 1000. */
  bytes(count: number): string;
  /** Selects the form for a count, from forms such as `{ one: 'note', other: 'notes' }`. */
  plural(count: number, forms: { readonly one: string; readonly other: string }): string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export const createFormats = (locale: string): Formats => {
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const minute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    number: (value) => number.format(value),
    date: (time) => day.format(time),
    dateAndTime: (time) => minute.format(time),
    bytes: (count) => {
      const power = Math.min(count < 1000 ? 0 : Math.floor(Math.log10(count) / 3), units.length - 1);
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(count / 1000 ** power);
    },
    plural: (count, forms) => (rules.select(count) === 'one' ? forms.one : forms.other),
  };
};
