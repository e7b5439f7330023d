/** An attribute value in the wire format: `{ "S": "text" }`, `{ "N": "1" }` and so on. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;
export type Condition = (item: Attributes, values: Attributes) => boolean;

const conditions = new Map<string, Condition>();

/**
 * Parses a condition expression, as far as this project uses them: `attribute_exists`, `attribute_not_exists`,
 * comparisons, `IN`, `AND`, `OR`, `NOT` and parentheses. Throws on anything else.
 */
export const parseCondition = (expression: string): Condition => {
  const known = conditions.get(expression);
  if (known !== undefined) return known;
  const tokens = expression.match(/[()<>=,]|<=|>=|<>|:?\w+|\S/g) ?? [];
  let at = 0;
  const peek = () => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`Cannot read "${expression}" at "${token ?? 'its end'}".`);
    return token;
  };
  const parseOr = (): Condition => {
    const parts = [parseAnd()];
    while (peek() === 'OR' && take()) parts.push(parseAnd());
    return (item, values) => parts.some((part) => part(item, values));
  };
  const parseAnd = (): Condition => {
    const parts = [one()];
    while (peek() === 'AND' && take()) parts.push(one());
    return (item, values) => parts.every((part) => part(item, values));
  };
  const listed = (): readonly string[] => {
    take('(');
    const names = [take()];
    while (peek() === ',' && take()) names.push(take());
    take(')');
    return names;
  };
  const one = (): Condition => {
    const token = take();
    if (token === 'NOT') {
      const inner = one();
      return (item, values) => !inner(item, values);
    }
    if (token === '(') {
      const inner = parseOr();
      take(')');
      return inner;
    }
    if (token === 'attribute_exists' || token === 'attribute_not_exists') {
      const [name = ''] = listed();
      return (item) => (item[name] !== undefined) === (token === 'attribute_exists');
    }
    const operator = take();
    if (operator === 'IN') {
      const names = listed();
      return (item, values) => names.some((name) => compare(item[token], values[name]) === 0);
    }
    const value = take();
    const test = comparisons[operator];
    if (test === undefined) throw new Error(`Cannot read "${expression}" at "${operator}".`);
    return (item, values) => {
      const order = compare(item[token], values[value]);
      return order !== undefined && test(order);
    };
  };
  const condition = parseOr();
  if (at < tokens.length) throw new Error(`Cannot read "${expression}" at "${peek()}".`);
  conditions.set(expression, condition);
  return condition;
};

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
};

/** Compares as a number below, at or above zero; `undefined` (never true) if a value is absent or the types differ. */
const compare = (a: AttributeValue | undefined, b: AttributeValue | undefined): number | undefined => {
  if (typeof a?.N === 'string' && typeof b?.N === 'string') return Number(a.N) - Number(b.N);
  if (typeof a?.S !== 'string' || typeof b?.S !== 'string') return undefined;
  return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
};

/** Applies an update expression of the form `SET a = :a, b = :b REMOVE c, d` to an item. Throws on anything else. */
export const applyUpdate = (expression: string, item: Attributes, values: Attributes): Attributes => {
  const [, sets = '', removes = ''] = /^SET (.+?)(?: REMOVE (.+))?$/.exec(expression) ?? [];
  const updated: Record<string, AttributeValue> = { ...item };
  for (const assignment of sets.split(', ')) {
    const [, name = '', value = ''] = /^(\w+) = (:\w+)$/.exec(assignment) ?? [];
    const given = values[value];
    if (given === undefined) throw new Error(`Cannot read "${expression}" at "${assignment}".`);
    updated[name] = given;
  }
  for (const name of removes.split(', ')) delete updated[name];
  return updated;
};
