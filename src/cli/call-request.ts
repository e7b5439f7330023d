import { usage } from './cli-error.ts';
import { mergeHeaders } from './headers.ts';
import { readText } from './input.ts';
import type { World } from './world.ts';

/** The flags of `notes call` that describe the request. */
export interface RequestOptions {
  readonly apiKey?: string;
  readonly accessTokenHeader?: string;
  readonly pathTemplate: string;
  readonly method: string;
  readonly params: string;
  readonly additionalParams: string;
  readonly body: string;
  readonly param: readonly string[];
  readonly header: readonly string[];
  readonly query: readonly string[];
  readonly data: readonly string[];
}

export interface CallRequest {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Builds the request that the flags describe, or reports what is wrong with them before anything is sent. Throws
 * `CliError`.
 */
export const createCallRequest = async (options: RequestOptions, world: World): Promise<CallRequest> => {
  const additional = requireObject('--additional-params', parseJson('--additional-params', options.additionalParams));
  const method = parseMethod(options.method);
  const body = await readBody(options, world);
  const isBodiless = method === 'GET' || method === 'HEAD' || (method === 'DELETE' && body === '{}');
  if (isBodiless && options.data.length > 0)
    throw usage(`--data is for a body, and ${method} has none: give --method.`);
  const headers = mergeHeaders([
    ['', { accept: 'application/json', ...(!isBodiless && { 'content-type': 'application/json' }) }],
    ['--api-key', options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey }],
    ['--additional-params', requireTexts('--additional-params', additional.headers ?? {})],
    ['--header', parsePairs('--header', options.header)],
  ]);
  return { method, path: fillPath(options, additional.queryParams ?? {}), headers, ...(!isBodiless && { body }) };
};

const parseMethod = (given: string): string => {
  const method = given.toUpperCase();
  if (!/^[A-Z]+$/.test(method) || ['CONNECT', 'TRACE', 'TRACK'].includes(method))
    throw usage(`--method: "${given}" is not a method that can be sent.`);
  return method;
};

const readBody = async ({ body, data }: RequestOptions, world: World): Promise<string> => {
  if (data.length === 0) {
    const text = await readText(world, body);
    parseJson('--body', text);
    return text;
  }
  if (body !== '{}') throw usage('--body and --data both set the body: give only one.');
  return JSON.stringify(parsePairs('--data', data));
};

const fillPath = ({ pathTemplate, params, param, query }: RequestOptions, queryParams: unknown): string => {
  const values = { ...requireTexts('--params', parseJson('--params', params)), ...parsePairs('--param', param) };
  const filled = pathTemplate.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw usage(`The path has {${name}}, but there is no such parameter.`);
    if (/^\.{0,2}$/.test(value)) throw usage(`"${value}" for {${name}} would lead to another path.`);
    return encodeURIComponent(value);
  });
  const path = filled.startsWith('/') ? filled : `/${filled}`;
  checkPath(path);
  const search = new URLSearchParams({
    ...requireTexts('--additional-params', queryParams),
    ...parsePairs('--query', query),
  }).toString();
  return search === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${search}`;
};

/** Rejects paths that a URL would resolve to another path, or could not contain. */
const checkPath = (path: string): void => {
  const [beforeQuery = ''] = path.split('?', 1);
  if (/[\p{Cc}\\#{}]/u.test(path)) throw usage('--path-template has a character that no path can have.');
  if (beforeQuery.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw usage('--path-template has dots that would lead to another path.');
};

const parseJson = (flag: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw usage(
      `${flag} is not JSON. The shell may have removed quotes: see \`notes call --help\` for forms without them.`,
    );
  }
};

const requireObject = (flag: string, value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usage(`${flag} is not an object of names and values.`);
  return value as Readonly<Record<string, unknown>>;
};

/** Requires values with only one text form: strings, numbers and booleans. */
const requireTexts = (flag: string, value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(requireObject(flag, value)).map(([name, each]) => {
      if (!['string', 'number', 'boolean'].includes(typeof each))
        throw usage(`${flag}: "${name}" is not a string, a number or a boolean.`);
      return [name, String(each)];
    }),
  );

const parsePairs = (flag: string, pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf('=');
      if (mark < 1) throw usage(`${flag} takes name=value.`);
      return [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
  );
