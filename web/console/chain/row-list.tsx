import type { Row } from '../../../infra/local/trace/trace.ts';
import { formatHref } from '../place.ts';
import { describeOutcome, readName } from './filter.ts';

const services: Readonly<Record<Row['kind'], string>> = {
  api: 'API',
  files: 'S3',
  pools: 'Cognito',
  table: 'DynamoDB',
  schedule: 'Schedule',
};

export const RowList = ({ rows, chosen }: { readonly rows: readonly Row[]; readonly chosen: string | undefined }) => (
  <ol className="rows">
    {rows.map((row) => (
      <li key={row.id}>
        <a
          href={formatHref('chain', row.id)}
          className={describeOutcome(row) === 'served' ? 'row' : 'row row-refused'}
          aria-current={row.id === chosen ? 'true' : undefined}
        >
          <time dateTime={row.time}>{formatClockTime(row.time)}</time>
          <span className="row-service">{services[row.kind]}</span>
          <span className="row-request">
            <b>{row.method}</b> {row.path}
          </span>
          <span className="row-who">{readName(row)}</span>
          <span className="row-status">
            {describeOutcome(row) === 'served' ? '' : `${describeOutcome(row)} `}
            {row.status ?? ''}
          </span>
          <span className="row-time">{formatMilliseconds(row.milliseconds ?? 0)}</span>
        </a>
      </li>
    ))}
  </ol>
);

const formatClockTime = (time: string): string => new Date(time).toLocaleTimeString(undefined, { hour12: false });

export const formatMilliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
