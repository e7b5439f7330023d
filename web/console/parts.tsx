import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

interface MarkedProps {
  readonly text: string;
  /** The text to mark wherever it occurs. */
  readonly mark?: string | undefined;
}

/** A text in which the owner is marked, so that the same value is recognised everywhere. */
export const Marked = ({ text, mark }: MarkedProps) => {
  if (mark === undefined || mark === '' || !text.includes(mark)) return <>{text}</>;
  const parts = text.split(mark);
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        <span key={index}>
          {index > 0 && <mark>{mark}</mark>}
          {part}
        </span>
      ))}
    </>
  );
};

/** Code or data, as it is. */
export const Code = ({ title, text, mark }: MarkedProps & { readonly title: string }) => (
  <figure className="code">
    <figcaption>
      {title} <CopyButton text={text} what={title} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
    {/* biome-ignore lint/a11y/useSemanticElements: no element is a group of lines */}
    <pre tabIndex={0} role="group" aria-label={title}>
      <Marked text={text} mark={mark} />
    </pre>
  </figure>
);

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: string | undefined])[];
  readonly mark?: string | undefined;
}

/** Names and values, without those that have no value. */
export const Facts = ({ facts, mark }: FactsProps) => (
  <dl className="facts">
    {facts.map(([name, value], index) =>
      value === undefined ? null : (
        // biome-ignore lint/suspicious/noArrayIndexKey: a header may be there twice
        <div key={index}>
          <dt>{name}</dt>
          <dd>
            <Marked text={value} mark={mark} />
          </dd>
        </div>
      ),
    )}
  </dl>
);

/** Details that not everybody wants to see. */
export const More = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <details>
    <summary>{title}</summary>
    {children}
  </details>
);
