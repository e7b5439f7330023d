/** One link of a `Link` header (RFC 8288): its target as written, and its parameters by name in lower case. */
interface Link {
  readonly target: string;
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

const linkStart = /[\s,]*<([^>]*)>/y;
const parameter = /\s*;\s*([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;

const parseLinks = (header: string): readonly Link[] => {
  const links: Link[] = [];
  for (let at = 0; ; ) {
    linkStart.lastIndex = at;
    const start = linkStart.exec(header);
    if (start === null) return links;
    at = linkStart.lastIndex;
    const parameters = new Map<string, string | undefined>();
    for (;;) {
      parameter.lastIndex = at;
      const found = parameter.exec(header);
      if (found === null) break;
      at = parameter.lastIndex;
      const name = String(found[1]).toLowerCase();
      // The first parameter of a name counts (RFC 8288, 3.3).
      if (!parameters.has(name)) parameters.set(name, found[2]?.replace(/\\(.)/g, '$1') ?? found[3]);
    }
    links.push({ target: String(start[1]), parameters });
  }
};

/** Returns the target of the link with a relation, resolved against the requested URL; `undefined` if there is none. */
export const findLink = (relation: string, header: string | null, asked: string): URL | undefined => {
  const found = parseLinks(String(header)).find(({ parameters }) =>
    parameters.get('rel')?.toLowerCase().split(/\s/).includes(relation),
  );
  try {
    return found && new URL(found.target, asked);
  } catch {
    return undefined;
  }
};
