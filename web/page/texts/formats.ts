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

/**
 * Creates the formats of a locale. Each `Intl` object is created when it is first used: together they cost a phone more
 * than the rest of the sign-in form, which uses none.
 */
export const createFormats = (locale: string): Formats => {
  const number = once(() => new Intl.NumberFormat(locale));
  const rules = once(() => new Intl.PluralRules(locale));
  const day = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
  const minute = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  return {
    number: (value) => number().format(value),
    date: (time) => day().format(time),
    dateAndTime: (time) => minute().format(time),
    bytes: (count) => {
      const power = Math.min(count < 1000 ? 0 : Math.floor(Math.log10(count) / 3), units.length - 1);
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(count / 1000 ** power);
    },
    plural: (count, forms) => (rules().select(count) === 'one' ? forms.one : forms.other),
  };
};

const once = <T>(create: () => T): (() => T) => {
  let created: T | undefined;
  return () => {
    created ??= create();
    return created;
  };
};
