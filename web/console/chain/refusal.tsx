import type { ExplainedRefusal } from '../../../infra/local/why/explanation.ts';
import { Code } from '../parts.tsx';

/** The explanation of a refusal, as `npx notes why` gives it. */
export const Refusal = ({ refusal: { kind, cause, advice, sections } }: { readonly refusal: ExplainedRefusal }) => (
  <section className="refusal" aria-label="Why it was refused">
    <h4>Why it was refused</h4>
    <p>
      <strong>{cause}</strong>
    </p>
    <p>{advice}</p>
    {sections.map(({ title, lines }) => (
      <Code key={title} title={title} text={lines.join('\n')} />
    ))}
    <p className="muted">
      <code>{kind}</code>, as <code>npx notes why</code> has it.
    </p>
  </section>
);
