import type { TryRequest } from '../../../infra/local/try/tried.ts';
import { Code, More } from '../parts.tsx';
import {
  type CommandContext,
  createClientCode,
  createCurlCommand,
  createKeysCommand,
  createNotesCommand,
} from './commands.ts';

/** The same request from a terminal and from code. */
export const Commands = ({ request, context }: { readonly request: TryRequest; readonly context: CommandContext }) => {
  const notes = createNotesCommand(request, context);
  const curl = createCurlCommand(request, context);
  const code = createClientCode(request, context);
  return (
    <section className="commands" aria-label="The same from elsewhere">
      <h3>The same from elsewhere</h3>
      {notes !== undefined && <Code title="npx notes call" text={notes} />}
      {curl !== undefined && (
        <>
          <Code title="curl --aws-sigv4" text={curl} />
          <More title="Keys for curl, in the shell’s environment">
            <Code title="Keys" text={createKeysCommand(context)} />
          </More>
        </>
      )}
      {code !== undefined && (
        <More title="Client code">
          <Code title="Client code" text={code} />
        </More>
      )}
      {curl === undefined && code === undefined && <p>There is no command that sends exactly this request.</p>}
    </section>
  );
};
