import type { Members } from '../../client/shapes.ts';
import { resolveReferences, toList, toMembers } from './document.ts';
import { type Link, readLinks } from './links.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Members;
}

/** One method of one path, as the document describes it. */
export interface Operation {
  /** `GET /notes/{id}` */
  readonly key: string;
  readonly id: string | undefined;
  readonly method: string;
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of its JSON body, if it takes one. */
  readonly body: Members | undefined;
  /** The schema of a successful answer, if it is JSON. */
  readonly answer: Members | undefined;
  /** The operations that its answer links to. */
  readonly links: readonly Link[];
  /** Whether the document says that it needs no credentials. */
  readonly isOpen: boolean;
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** Reads the operations of an OpenAPI document, 3.0 to 3.2. Leaves out whatever is missing or has another shape. */
export const readOperations = (document: unknown): readonly Operation[] => {
  const { paths, security } = toMembers(document);
  return Object.entries(toMembers(paths)).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const said = toMembers(resolveReferences(document, item));
      return said[method] === undefined ? [] : [readOperation(document, path, method, said, security)];
    }),
  );
};

const readOperation = (
  document: unknown,
  path: string,
  method: (typeof methods)[number],
  item: Members,
  byDefault: unknown,
): Operation => {
  const said = toMembers(item[method]);
  const responses = Object.entries(toMembers(said.responses)).filter(([status]) => /^2/.test(status));
  const security = said.security ?? byDefault;
  return {
    key: `${method.toUpperCase()} ${path}`,
    id: typeof said.operationId === 'string' ? said.operationId : undefined,
    method: method.toUpperCase(),
    path,
    parameters: readParameters(toList(item.parameters), toList(said.parameters)),
    body: findJsonSchema(toMembers(said.requestBody).content),
    answer: responses
      .map(([, response]) => findJsonSchema(toMembers(response).content))
      .find((schema) => schema !== undefined),
    links: responses.flatMap(([, response]) => readLinks(document, toMembers(response).links)),
    isOpen: Array.isArray(security) && (security.length === 0 || security.some((each) => isEmpty(toMembers(each)))),
  };
};

const isEmpty = (members: Members): boolean => Object.keys(members).length === 0;

/** Reads parameters. The operation's own override those of its path [OpenAPI 3.1.1, 4.8.10, "parameters"]. */
const readParameters = (ofPath: readonly unknown[], own: readonly unknown[]): readonly Parameter[] => {
  const byPlace = new Map<string, Parameter>();
  for (const said of [...ofPath, ...own].map(toMembers)) {
    const { name, in: place, required, schema } = said;
    if (typeof name !== 'string' || !isPlace(place)) continue;
    byPlace.set(`${place} ${name}`, { name, in: place, required: required === true, schema: toMembers(schema) });
  }
  return [...byPlace.values()];
};

const isPlace = (value: unknown): value is Parameter['in'] =>
  value === 'path' || value === 'query' || value === 'header' || value === 'cookie';

/** Returns the schema for JSON among the media types of a body. */
const findJsonSchema = (content: unknown): Members | undefined => {
  const found = Object.entries(toMembers(content)).find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/i.test(type));
  return found && toMembers(toMembers(found[1]).schema);
};
