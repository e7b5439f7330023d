import type { Template } from '../../infra/template/template.ts';

/** A template that differs in one place. */
export interface Change {
  /** For example, `Resources/GetFunction/Properties/Timeout: 10 → 11`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly template: Template;
}

type Place = readonly [path: readonly string[], value: unknown];

const listPlaces = (value: unknown, path: readonly string[] = []): Place[] =>
  typeof value === 'object' && value !== null
    ? [
        ...(path.length > 0 ? [[path, value] as const] : []),
        ...Object.entries(value).flatMap(([name, member]) => listPlaces(member, [...path, name])),
      ]
    : [[path, value]];

const withChange = (template: Template, path: readonly string[], change: (holder: object, name: string) => void) => {
  const changed = structuredClone(template);
  const names = [...path];
  const last = names.pop() ?? '';
  change(
    names.reduce<object>((holder, name) => Reflect.get(holder, name), changed),
    last,
  );
  return changed;
};

/** Other values for a place: a neighbour's, or one that occurs nowhere. */
const othersThan = (value: unknown, ofTheSameName: ReadonlySet<unknown>): unknown[] => {
  const neighbour = [...ofTheSameName].find((other) => other !== value);
  const instead = neighbour === undefined ? [] : [neighbour];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value * 60, ...instead];
  return [`${value}x`, ...instead];
};

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Lists every template that differs in a single place: one value is changed, or anything is left out. */
export function* listChanges(template: Template): Generator<Change> {
  const places = listPlaces(template);
  const byName = new Map<string, Set<unknown>>();
  const typeOf = ([, id = '']: readonly string[]) => template.Resources[id]?.Type ?? '';
  const key = (path: readonly string[]) => `${typeOf(path)} ${path.slice(2).join('/')}`;
  for (const [path, value] of places) byName.set(key(path), (byName.get(key(path)) ?? new Set()).add(value));
  for (const [path, value] of places) {
    const place = path.join('/');
    if (typeof value !== 'object' || value === null)
      for (const other of othersThan(value, byName.get(key(path)) ?? new Set()))
        yield {
          name: `${place}: ${shown(value)} → ${shown(other)}`,
          path,
          template: withChange(template, path, (holder, name) => Reflect.set(holder, name, other)),
        };
    yield {
      name: `${place} left out`,
      path,
      template: withChange(template, path, (holder, name) => {
        if (Array.isArray(holder)) holder.splice(Number(name), 1);
        else Reflect.deleteProperty(holder, name);
      }),
    };
  }
}
