import { err, ok, type Result } from 'neverthrow';
import { type Part, type Pattern, type PatternGrammar, parsePattern } from './pattern.ts';

/** The number of colons between an ARN's six components. What follows the fifth may contain more of them. */
const colonsOfArn = 5;

/**
 * Parses a pattern of a `Resource` or `NotResource` element. A wildcard matches within one component, but a `*` that
 * ends a component may reach beyond its colon, and the component that names the service may have none [IAM User Guide,
 * "IAM JSON policy elements: Resource"]. Variables are allowed in the last component only ["IAM policy elements:
 * Variables and tags"].
 */
export const parseResourcePattern = (written: string, variables: boolean): Result<Pattern, string> => {
  if (written === '*') return parsePattern(written, { variables, wildcards: true });
  return parseComponents(written, { variables, wildcards: true }, endsComponent).andThen((pattern) => {
    const [, , service = ''] = written.split(':');
    if (!written.startsWith('arn:')) return err(`is neither * nor an ARN: ${written}`);
    if (/[*?]/.test(service)) return err(`has a wildcard for the service: ${written}`);
    if (pattern.parts.some((part) => part.kind === 'Variable' && !part.colons))
      return err(`has a variable before its fifth colon: ${written}`);
    if (countAllColons(pattern) < colonsOfArn && !pattern.parts.some((part) => part.kind === 'AnyText' && part.colons))
      return err(`has too few components for an ARN: ${written}`);
    return ok(pattern);
  });
};

/**
 * Parses a value of an ARN operator. Each of the six components is compared by itself [IAM User Guide, "IAM JSON policy
 * elements: Condition operators"], so no wildcard in the first five reaches beyond its colon, and no variable there may
 * have a value with a colon.
 */
export const parseArnPattern = (written: string, variables: boolean): Result<Pattern, string> =>
  parseComponents(written, { variables, wildcards: true }, () => false).andThen((pattern) =>
    countAllColons(pattern) < colonsOfArn ? err(`has too few components for an ARN: ${written}`) : ok(pattern),
  );

/** Restricts each part before the fifth colon to its component, unless it `reachesOn`. */
const parseComponents = (
  written: string,
  grammar: PatternGrammar,
  reachesOn: (part: Part, next: Part | undefined) => boolean,
): Result<Pattern, string> =>
  parsePattern(written, grammar).map((pattern) => {
    let colons = 0;
    const parts = pattern.parts.map((part, index): Part => {
      if (part.kind === 'Text') {
        colons += countColons(part);
        return part;
      }
      return { ...part, colons: colons >= colonsOfArn || reachesOn(part, pattern.parts[index + 1]) };
    });
    return { written, parts };
  });

const endsComponent = (part: Part, next: Part | undefined): boolean =>
  part.kind === 'AnyText' && (next === undefined || (next.kind === 'Text' && next.text.startsWith(':')));

const countColons = (part: Part): number => (part.kind === 'Text' ? part.text.split(':').length - 1 : 0);

const countAllColons = ({ parts }: Pattern): number => parts.map(countColons).reduce((sum, colons) => sum + colons, 0);
