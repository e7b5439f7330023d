import type { ReactNode } from 'react';

/**
 * A time in the browser's language, and exactly for programs. A value that is not a time, which other programs may have
 * stored, is shown as it is.
 */
export const Time = ({ at }: { readonly at: number | string }) => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{at}</>;
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  );
};

export const formatSize = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

/** Names and values of one thing, without those that have no value. */
export const Facts = ({ facts }: { readonly facts: Readonly<Record<string, ReactNode>> }) => (
  <dl className="data-facts">
    {Object.entries(facts)
      .filter(([, value]) => value !== undefined && value !== false && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

export const Problem = ({ sentence }: { readonly sentence: string | undefined }) =>
  sentence === undefined ? null : (
    <p role="alert" className="data-problem">
      {sentence}
    </p>
  );
