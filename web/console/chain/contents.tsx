import type { ReactNode } from 'react';
import type { Permission, Shown, TraceStep } from '../../../infra/local/trace/trace.ts';
import { formatCount } from '../data/format-count.ts';
import { Code, Facts, Marked, More } from '../parts.tsx';

type Mark = string | undefined;

/** Renders the data of a step. */
export const renderContent = (step: TraceStep, mark: Mark): ReactNode => {
  switch (step.kind) {
    case 'Request':
      return (
        <>
          <Code
            title="Request line"
            text={`${step.method} ${step.path}${step.query === '' ? '' : `?${step.query}`}`}
            mark={mark}
          />
          {step.body !== undefined && <Body title="Body" body={step.body} mark={mark} />}
          <More title={formatCount(step.headers.length, 'header')}>
            <Facts facts={step.headers} mark={mark} />
          </More>
        </>
      );
    case 'Signature':
      return (
        <>
          <Code title="Canonical request" text={step.canonicalRequest} mark={mark} />
          <More title="String to sign">
            <Code title="String to sign" text={step.stringToSign} />
            <p className="muted">
              Its last line is the hash of the original canonical request, with the token that is hidden here.
            </p>
          </More>
        </>
      );
    case 'Credentials':
      return (
        <Facts
          facts={[
            ...([
              ['identity', step.identityId],
              ['access key', step.accessKeyId],
            ] as const),
            ...([
              ['user (sub)', step.sub],
              ['issued', step.issued],
              ['valid until', step.expires],
            ] as const),
          ]}
          mark={mark}
        />
      );
    case 'Permission':
      return <Allowed permission={step.permission} mark={mark} />;
    case 'Event':
      return (
        <More title={describeEvent(step.event)}>
          <Code title="Event" text={step.event} mark={mark} />
        </More>
      );
    case 'Owner':
      return (
        <Facts
          facts={[
            ['owner', step.owner],
            [
              'derived from',
              step.from === 'identity' ? 'the identity id of the identity pool' : 'the user id of the user pool',
            ],
          ]}
          mark={mark}
        />
      );
    case 'Role':
      return (
        <>
          <Facts
            facts={[
              ...step.tags.map(([key, value]) => [`tag ${key}`, value] as const),
              ...([
                ['role', step.roleArn],
                ['session’s access key', step.issuedKeyId],
                ['valid until', step.expires],
              ] as const),
            ]}
            mark={mark}
          />
          {step.permission && <Allowed permission={step.permission} mark={mark} />}
        </>
      );
    case 'Table':
      return (
        <>
          <Facts
            facts={[
              ['key', step.leadingKeys.join(', ') || undefined],
              ...(step.session?.tags ?? []).map(([key, value]) => [`session’s tag ${key}`, value] as const),
              [
                'capacity',
                step.capacity === undefined ? undefined : `${formatCount(step.capacity, 'unit')}, as the table reports`,
              ],
              [
                'items',
                step.itemBytes.length === 0
                  ? undefined
                  : `${step.itemBytes.map((bytes) => formatCount(bytes, 'byte')).join(', ')} by DynamoDB’s rules ` +
                    'for sizes',
              ],
              ['access key', step.accessKeyId],
              ['status', `${step.status}`],
            ]}
            mark={mark}
          />
          {step.permission && <Allowed permission={step.permission} mark={mark} />}
          <More title="What was asked and answered">
            <Code title="Asked" text={step.asked} mark={mark} />
            <Body title="Answered" body={step.answer} mark={mark} />
          </More>
        </>
      );
    case 'Files':
      return (
        <>
          <Facts
            facts={[
              ['request', step.path],
              ['status', `${step.status}`],
              ['request id', step.requestId],
            ]}
            mark={mark}
          />
          {step.permissions.map((permission, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: decisions have no other name
            <Allowed key={index} permission={permission} mark={mark} />
          ))}
        </>
      );
    case 'Pool':
      return <Facts facts={[...step.about, ['outcome', step.outcome]]} mark={mark} />;
    case 'Answer':
      return (
        <>
          <Facts facts={[['status', `${step.status}`]]} />
          {step.body !== undefined && step.body.bytes > 0 && <Body title="Body" body={step.body} mark={mark} />}
          <More title={formatCount(step.headers.length, 'header')}>
            <Facts facts={step.headers} />
          </More>
        </>
      );
  }
};

/** API Gateway names the payload format in the event; a schedule's has none. */
const describeEvent = (event: string): string => {
  const [, version] = /^ {2}"version": "([^"]*)"/m.exec(event) ?? [];
  return version === undefined ? 'Event' : `Event, payload format ${version}`;
};

const Allowed = ({ permission, mark }: { readonly permission: Permission; readonly mark: Mark }) => {
  const { allowed, sentence, principal, action, resource, context, statements, more = 0 } = permission;
  return (
    <>
      <p className={allowed ? 'verdict' : 'verdict verdict-no'}>
        <strong>{allowed ? 'Allowed.' : 'Denied.'}</strong> <Marked text={sentence} mark={mark} />
      </p>
      {more > 0 && (
        <p className="muted">
          And {formatCount(more, 'more decision')} about {action}: {allowed ? 'allowed' : 'denied'}, too.
        </p>
      )}
      <More title="What IAM was asked, and the statements that it considered">
        <Facts facts={[['principal', principal], ['action', action], ['resource', resource], ...context]} mark={mark} />
        <ul className="statements">
          {statements.map(({ name, effect, applies, because }) => (
            <li key={`${name} ${effect}`}>
              {name} ({effect}){' '}
              {applies ? (
                'applies'
              ) : (
                <>
                  does not apply: <Marked text={because ?? ''} mark={mark} />
                </>
              )}
            </li>
          ))}
        </ul>
      </More>
    </>
  );
};

interface BodyProps {
  readonly title: string;
  readonly body: Shown;
  readonly mark?: Mark;
}

/** A body, which says so if it is only the beginning of one. */
export const Body = ({ title, body, mark }: BodyProps) => (
  <>
    <Code title={title} text={indentJson(body)} mark={mark} />
    {body.isCut && <p className="muted">The beginning of {formatCount(body.bytes, 'byte')}.</p>}
  </>
);

const indentJson = ({ text, isCut }: Shown): string => {
  try {
    return isCut ? text : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
