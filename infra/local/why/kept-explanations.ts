import { join } from 'node:path';
import { addOutputsOption, type OutputsFile } from '../outputs-option.ts';
import { redactTokens } from '../redact-tokens.ts';
import { createExplainer, type Explainer, type ExplainerOptions, type Running } from './explainer.ts';
import type { ExplainedRefusal } from './explanation.ts';
import { createLookup } from './holders.ts';
import { openJournal } from './journal.ts';

export interface ExplanationsOptions
  extends Pick<ExplainerOptions, 'deployment' | 'authorizer' | 'credentials' | 'owner'> {
  /** The folder of the stack, in which refusals are kept. */
  readonly data: string;
  /** Named in the commands of each advice. */
  readonly outputsFile: OutputsFile;
  /** Receives each refusal once it is kept; absent, nothing is explained or kept. */
  readonly tell: ((refusal: ExplainedRefusal) => void) | undefined;
}

export interface Explanations extends Omit<Explainer, Told>, AsyncDisposable {
  readonly explained: Pick<Explainer, Told> | undefined;
  /** Drops what is kept about a user who was erased. */
  forget(identityId: string): Promise<void>;
  /** Call it once the services' addresses are known, and before any request. */
  run(endpoints: {
    readonly apiEndpoint: string;
    readonly dynamoDbEndpoint: string;
    readonly others: readonly (string | undefined)[];
  }): void;
}

/** The callbacks that receive refusals. */
type Told = 'onRefusal' | 'onS3Refusal' | 'onSignatureRefused';

/** Explains the refusals of a stack: keeps explanations in its folder, and passes them to whoever runs it. */
export const createExplanations = ({ data, outputsFile, tell, ...parts }: ExplanationsOptions): Explanations => {
  if (tell === undefined) {
    const { authorizer, credentials } = parts;
    const nothing = () => {};
    const end = async () => {};
    return {
      authorizer,
      credentials,
      explained: undefined,
      forget: end,
      onFunctionLine: nothing,
      run: nothing,
      [Symbol.asyncDispose]: end,
    };
  }
  const { keep, forget } = openJournal(join(data, 'refusals.jsonl'));
  let running: Running | undefined;
  let keeping: Promise<void> = Promise.resolve();
  let hasEnded = false;
  const explaining = createExplainer({
    ...parts,
    running: () => running,
    tell: (explained) => {
      // Some explanations take seconds; by then, the folder may belong to another stack, or be gone.
      if (hasEnded) return;
      const refusal = redactTokens({ ...explained, advice: addOutputsOption(explained.advice, outputsFile) });
      // Whoever hears of a refusal may ask for it at once, so it is written before.
      keeping = keep(refusal)
        .catch((error) => console.error(`A refusal could not be kept: ${error}`))
        .then(() => tell(refusal));
    },
  });
  return {
    ...explaining,
    explained: explaining,
    forget,
    run: ({ apiEndpoint, dynamoDbEndpoint, others }) => {
      const { region, table } = parts.deployment;
      const otherEndpoints = [dynamoDbEndpoint, ...others].filter((each) => each !== undefined);
      running = { apiEndpoint, otherEndpoints, table: createLookup(dynamoDbEndpoint, region, table) };
    },
    [Symbol.asyncDispose]: async () => {
      hasEnded = true;
      running?.table[Symbol.dispose]();
      await keeping;
    },
  };
};
