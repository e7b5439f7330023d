import { InvalidArgumentError } from 'commander';

/** A change of the clock: back to the machine's time, or forward by a number of milliseconds. */
export type ClockChange = { readonly reset: true } | { readonly forward: number };

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses `reset` or a duration such as `+2d`, `+36h` or `+1d12h`. Throws `InvalidArgumentError` for anything else. */
export const parseClockChange = (text: string): ClockChange => {
  if (text === 'reset') return { reset: true };
  const [, times = ''] = /^\+?((?:\d{1,6}[smhd])+)$/.exec(text) ?? [];
  const parts = times.match(/\d+[smhd]/g) ?? [];
  const forward = parts.reduce((sum, part) => sum + Number.parseInt(part, 10) * (units[part.slice(-1)] ?? 0), 0);
  if (forward === 0) throw new InvalidArgumentError('Give reset, or a duration such as +2d, +36h or +1d12h.');
  return { forward };
};

/** Formats milliseconds for people: `8 days 1 hour`. */
export const describeDuration = (milliseconds: number): string => {
  let left = Math.round(milliseconds / 1000) * 1000;
  const said = [...Object.entries(units)].toReversed().flatMap(([unit, length]) => {
    const count = Math.floor(left / length);
    left -= count * length;
    return count === 0 ? [] : [`${count} ${names[unit]}${count === 1 ? '' : 's'}`];
  });
  return said.slice(0, 2).join(' ') || '0 seconds';
};

const names: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };
