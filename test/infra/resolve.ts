import type { Template } from './template.ts';

export const account = '123456789012';
export const region = 'eu-west-1';
export const userPoolId = `${region}_AbCdEfGhI`;
export const identityPoolId = `${region}:06d418dd-1111-2222-3333-444455556666`;
export const apiId = 'abcdef1234';

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/owned-notes/51af3dc0-da77-11e4-872e-1234567db123`,
  'AWS::URLSuffix': 'amazonaws.com',
};

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

interface Names {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What `Ref` and `Fn::GetAtt` give of a resource, by its type; names that AWS makes up are the logical ids here. */
const namesOf: Readonly<Record<string, (id: string) => Names>> = {
  'AWS::ApiGatewayV2::Api': () => ({
    ref: apiId,
    attributes: { ApiEndpoint: `https://${apiId}.execute-api.${region}.amazonaws.com` },
  }),
  'AWS::Cognito::IdentityPool': () => ({ ref: identityPoolId }),
  'AWS::Cognito::UserPool': () => ({
    ref: userPoolId,
    attributes: { ProviderName: `cognito-idp.${region}.amazonaws.com/${userPoolId}` },
  }),
  'AWS::DynamoDB::Table': (id) => ({ ref: id, attributes: { Arn: arn('dynamodb', `table/${id}`) } }),
  'AWS::IAM::Role': (id) => ({ ref: id, attributes: { Arn: `arn:aws:iam::${account}:role/${id}` } }),
  'AWS::Lambda::Function': (id) => ({ ref: id, attributes: { Arn: arn('lambda', `function:${id}`) } }),
  'AWS::Logs::LogGroup': (id) => ({ ref: id, attributes: { Arn: arn('logs', `log-group:${id}:*`) } }),
  'AWS::SNS::Topic': (id) => ({ ref: arn('sns', id) }),
};

/**
 * The synthesized JSON with its references filled in, as if deployed; to another region only as far as references to
 * `AWS::Region` and conditions on it say. Throws on a function that it does not know.
 */
export const resolve = (synthesized: string, deployedTo = region): Template => {
  const { Resources, Outputs, Conditions = {} } = JSON.parse(synthesized);
  const nameOf = (id: string): Names => {
    const pseudo = id === 'AWS::Region' ? deployedTo : pseudoParameters[id];
    if (pseudo !== undefined) return { ref: pseudo };
    const type: unknown = Resources[id]?.Type;
    if (typeof type !== 'string') throw new Error(`There is no ${id} to refer to.`);
    return namesOf[type]?.(id) ?? { ref: id };
  };
  const attribute = (id: string, name: string): string => {
    const value = nameOf(id).attributes?.[name];
    if (value === undefined) throw new Error(`The attribute ${name} of ${id} is not known.`);
    return value;
  };
  const holds = (name: unknown): boolean => {
    const condition = typeof name === 'string' ? filled(Conditions[name]?.['Fn::Equals']) : undefined;
    if (!isTexts(condition) || condition.length !== 2)
      throw new Error(`There is no condition ${name} that is known here.`);
    return condition[0] === condition[1];
  };
  const filled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    if ('Fn::If' in value && Array.isArray(value['Fn::If'])) {
      const [name, then, otherwise] = value['Fn::If'];
      return filled(holds(name) ? then : otherwise);
    }
    const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, filled(member)]);
    const [[name, argument] = ['', undefined], ...others] = entries;
    if (others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) return Object.fromEntries(entries);
    if (name === 'Ref' && typeof argument === 'string') return nameOf(argument).ref;
    if (name === 'Fn::GetAtt' && isTexts(argument)) return attribute(argument[0] ?? '', argument[1] ?? '');
    if (name === 'Fn::Sub' && typeof argument === 'string')
      return argument.replace(/\$\{([^}]+)\}/g, (_, id: string) => nameOf(id).ref);
    if (name === 'Fn::Join' && Array.isArray(argument) && typeof argument[0] === 'string' && isTexts(argument[1]))
      return argument[1].join(argument[0]);
    if (name === 'Fn::Split' && Array.isArray(argument) && isTexts(argument))
      return argument[1]?.split(argument[0] ?? '');
    if (name === 'Fn::Select' && Array.isArray(argument) && Array.isArray(argument[1]))
      return argument[1][Number(argument[0])];
    throw new Error(`Not a function that is known here: ${JSON.stringify(value)}`);
  };
  // What a function stood for is text now, which is what the types of a template say.
  return JSON.parse(JSON.stringify(filled({ Resources, Outputs })));
};

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');
