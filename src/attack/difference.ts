import { isRecord } from '../client/shapes.ts';
import type { ApiAnswer } from './fetch-answer.ts';

/** An answer, and the identifiers that its request named. */
export interface Named {
  readonly answer: ApiAnswer;
  readonly named: readonly string[];
}

/**
 * Headers that depend on a request, a connection or a moment, and not on what was asked for. `content-length` says no
 * more than the body does.
 */
const ofTheMoment =
  /^(?:date|age|expires|content-length|connection|keep-alive|server-timing|traceparent|cf-ray|via|set-cookie|x-amzn?-.*|.*request-?id|.*trace-?id|.*correlation-?id|x-runtime|x-response-time|x-?ratelimit-.*)$/;

/**
 * Returns how an answer differs from the two answers for what never existed; `undefined` if it does not. Ignores what
 * already differs between those two, times, and the identifiers that were asked for.
 */
export const findDifference = (one: Named, [first, second]: readonly [Named, Named]): string | undefined => {
  const status = first.answer.status;
  if (one.answer.status !== status) return `${one.answer.status}, where what never existed gets ${status}`;
  const [ofOne, ofFirst, ofSecond] = [one, first, second].map(splitParts) as [Parts, Parts, Parts];
  const tell = [...new Set([...ofOne.keys(), ...ofFirst.keys()])].find((place) => {
    const [said, expected] = [ofOne.get(place), ofFirst.get(place)];
    return said !== expected && expected === ofSecond.get(place) && !(isTime(said) && isTime(expected));
  });
  return tell === undefined ? undefined : `a different ${tell} than what never existed`;
};

type Parts = ReadonlyMap<string, string>;

/** Returns headers and leaves of the body, each by its place. */
const splitParts = ({ answer, named }: Named): Parts => {
  const plain = (text: string) =>
    named.reduce((rest, name) => (name === '' ? rest : rest.replaceAll(name, '{id}')), text);
  const headers = [...answer.headers]
    .filter(([name]) => !ofTheMoment.test(name))
    .map(([name, value]) => [`header ${name}`, plain(value)] as const);
  const body: readonly (readonly [string, string])[] =
    answer.json === undefined ? [['body', plain(answer.text)]] : flattenLeaves(answer.json, 'body', plain);
  return new Map([...headers, ...body]);
};

const flattenLeaves = (
  value: unknown,
  place: string,
  plain: (text: string) => string,
): readonly (readonly [string, string])[] => {
  const members = Array.isArray(value) ? Object.entries(value) : isRecord(value) ? Object.entries(value) : undefined;
  if (members === undefined || members.length === 0) return [[place, plain(JSON.stringify(value))]];
  return members.flatMap(([name, each]) => flattenLeaves(each, `${place}.${name}`, plain));
};

/** Returns whether a text is an epoch time of these decades, in seconds or milliseconds, or an ISO 8601 date. */
const isTime = (text: string | undefined): boolean =>
  text !== undefined &&
  (/^1[5-9]\d{8}(?:\d{3})?$|^2\d{9}(?:\d{3})?$/.test(text) || /^"?\d{4}-\d\d-\d\dT[\d:.]+/.test(text));
