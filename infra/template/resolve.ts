import { findDomain, formatAwsHost } from '../../src/aws/domains.ts';
import { bucketArn, formatArn, functionArn, type Home, roleArn, tableArn } from './arns.ts';
import type { Template } from './template.ts';

/** Where a template is, or pretends to be, deployed: the account, the region, and the names that AWS would generate. */
export interface Place extends Home {
  /**
   * By resource type, what `Ref` returns for the one resource of that type. For any other type it returns the logical
   * id.
   */
  readonly ids: Readonly<Record<string, string>>;
}

/** What `Ref` and `Fn::GetAtt` return for a resource. */
interface Names {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Parses the synthesized JSON and fills in its references, as if it were deployed. Conditions and `AWS::Region` may use
 * another region than the names do. Throws on an intrinsic function that it does not know.
 */
export const resolve = (synthesized: string, place: Place, deployedTo = place.region): Template => {
  const { Resources, Outputs, Conditions = {} } = JSON.parse(synthesized);
  const pseudoParameters = createPseudoParameters(place, deployedTo);
  const resolveName = (id: string): Names => {
    const pseudo = pseudoParameters[id];
    if (pseudo !== undefined) return { ref: pseudo };
    const type: unknown = Resources[id]?.Type;
    if (typeof type !== 'string') throw new Error(`There is no ${id} to refer to.`);
    const name = place.ids[type] ?? id;
    return namesByType[type]?.(name, place) ?? { ref: name };
  };
  const attribute = (id: string, name: string): string => {
    const value = resolveName(id).attributes?.[name];
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
    if (name === 'Ref' && typeof argument === 'string') return resolveName(argument).ref;
    if (name === 'Fn::GetAtt' && isTexts(argument)) return attribute(argument[0] ?? '', argument[1] ?? '');
    if (name === 'Fn::Sub' && typeof argument === 'string')
      return argument.replace(/\$\{([^}]+)\}/g, (_, id: string) => resolveName(id).ref);
    if (name === 'Fn::Join' && Array.isArray(argument) && typeof argument[0] === 'string' && isTexts(argument[1]))
      return argument[1].join(argument[0]);
    if (name === 'Fn::Split' && Array.isArray(argument) && isTexts(argument))
      return argument[1]?.split(argument[0] ?? '');
    if (name === 'Fn::Select' && Array.isArray(argument) && Array.isArray(argument[1]))
      return argument[1][Number(argument[0])];
    throw new Error(`Not a function that is known here: ${JSON.stringify(value)}`);
  };
  // Intrinsic functions are now text, as the types of a template say.
  return JSON.parse(JSON.stringify(filled({ Resources, Outputs })));
};

const createPseudoParameters = ({ account, region }: Place, deployedTo: string): Readonly<Record<string, string>> => ({
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': deployedTo,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/owned-notes/51af3dc0-da77-11e4-872e-1234567db123`,
  'AWS::URLSuffix': findDomain(region),
});

/** By resource type, the names of a resource that has this name. */
const namesByType: Readonly<Record<string, (name: string, place: Place) => Names>> = {
  'AWS::ApiGatewayV2::Api': (name, { region }) => ({
    ref: name,
    attributes: { ApiEndpoint: `https://${name}.${formatAwsHost('execute-api', region)}` },
  }),
  'AWS::CloudFront::Distribution': (name) => ({
    ref: name,
    attributes: { DomainName: `${name.toLowerCase()}.cloudfront.net` },
  }),
  'AWS::CloudFront::OriginAccessControl': (name) => ({ ref: name, attributes: { Id: name } }),
  'AWS::Cognito::UserPool': (name, { region }) => ({
    ref: name,
    attributes: { ProviderName: `${formatAwsHost('cognito-idp', region)}/${name}` },
  }),
  'AWS::DynamoDB::Table': (name, place) => ({
    ref: name,
    attributes: { Arn: tableArn(place, name) },
  }),
  'AWS::Events::Rule': (name, place) => ({
    ref: name,
    attributes: { Arn: formatArn(place, 'events', `rule/${name}`) },
  }),
  'AWS::IAM::Role': (name, place) => ({
    ref: name,
    attributes: { Arn: roleArn(place, name) },
  }),
  'AWS::Lambda::Function': (name, place) => ({
    ref: name,
    attributes: { Arn: functionArn(place, name) },
  }),
  'AWS::Logs::LogGroup': (name, place) => ({
    ref: name,
    attributes: { Arn: formatArn(place, 'logs', `log-group:${name}:*`) },
  }),
  'AWS::S3::Bucket': (name, { region }) => ({
    ref: name,
    attributes: { Arn: bucketArn(name), RegionalDomainName: `${name}.${formatAwsHost('s3', region)}` },
  }),
  'AWS::SNS::Topic': (name, place) => ({ ref: formatArn(place, 'sns', name) }),
};

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');
