import { useEffect } from 'react';
import type { OutputsFile } from '../../../infra/local/outputs-option.ts';
import type { TryRequest, TryUser } from '../../../infra/local/try/tried.ts';
import './try.css';
import { describeError, tell } from '../ask.ts';
import { Problem } from '../data/shown.tsx';
import { useLive } from '../data/use-live.ts';
import { createKept, useKept } from '../kept.ts';
import { Commands } from './commands-view.tsx';
import { OutcomeView } from './outcome-view.tsx';
import { presets } from './presets.ts';
import { RequestForm } from './request-form.tsx';
import { sendAs, type TrialResult } from './send.ts';
import { describeVerdict } from './verdict.ts';

/** The stack outputs that are needed here. */
export interface StackOutputs {
  readonly Region: string;
  readonly ApiEndpoint: string;
  readonly DynamoDbEndpoint: string;
  readonly NotesTableName: string;
  readonly S3Endpoint?: string;
  readonly BucketName?: string;
}

/** A request in one user's name, and the same in another's. */
export const TryPanel = () => {
  const { answer: outputs, problem } = useLive<StackOutputs>('GET /api/outputs', {}, []);
  const { answer: outputsFile, problem: noFile } = useLive<OutputsFile>('GET /api/outputs-file', {}, []);
  const { answer: users, problem: noUsers } = useLive<readonly TryUser[]>('GET /api/try/users', {}, ['users']);
  const [first] = users ?? [];
  const isAnswered = outputs !== undefined && outputsFile !== undefined && users !== undefined;
  const failed = problem ?? noFile ?? noUsers;
  return (
    <>
      <Problem sentence={failed} />
      {!isAnswered && failed === undefined && <p className="muted">Asking the stack …</p>}
      {isAnswered && first === undefined && <p className="notice">This stack has no users. Sign up on the page.</p>}
      {isAnswered && first !== undefined && <TryIt {...{ outputs, outputsFile, users, first }} />}
    </>
  );
};

/** What is chosen, and what came of it: also while another tab is shown. */
const kept = {
  user: createKept<TryUser | undefined>(undefined),
  other: createKept<TryUser | undefined>(undefined),
  request: createKept<TryRequest | undefined>(undefined),
  outcomes: createKept<readonly TrialResult[]>([]),
  problem: createKept<string | undefined>(undefined),
  isSending: createKept(false),
};

interface TryItProps {
  readonly outputs: StackOutputs;
  readonly outputsFile: OutputsFile;
  readonly users: readonly TryUser[];
  readonly first: TryUser;
}

const TryIt = ({ outputs, outputsFile, users, first }: TryItProps) => {
  const [chosen, setUser] = useKept(kept.user);
  const [chosenOther, setOther] = useKept(kept.other);
  const user = findUser(users, chosen) ?? first;
  // Never the same user twice.
  const others = users.filter(({ sub }) => sub !== user.sub);
  const other = findUser(others, chosenOther) ?? others[0];
  const { BucketName: bucket = '', NotesTableName: table } = outputs;
  const [begun, setRequest] = useKept(kept.request);
  const request = begun ?? presets['execute-api'][0].request({ user, other, bucket, table });
  const [outcomes, setOutcomes] = useKept(kept.outcomes);
  const [problem, setProblem] = useKept(kept.problem);
  const [isSending, setSending] = useKept(kept.isSending);

  // Others who come or go change nobody who was chosen.
  useEffect(() => {
    if (chosen === undefined) setUser(user);
    if (chosenOther === undefined) setOther(other);
  }, [chosen, setUser, user, chosenOther, setOther, other]);
  const choose = (next: TryUser) => {
    setUser(next);
    if (next.sub === other?.sub) setOther(user);
  };

  const doing = async (work: () => Promise<void>): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    setOutcomes([]);
    await work().catch((error: unknown) => setProblem(describeError(error)));
    setSending(false);
  };
  const send = (sent: TryRequest) => doing(async () => setOutcomes([await sendAs(sent, user)]));
  const sendAsBoth = (sent: TryRequest) =>
    doing(async () => {
      // One after the other: the second may ask for what the first creates.
      const one = await sendAs(sent, user);
      setOutcomes([one]);
      setOutcomes([one, await sendAs(sent, other ?? (await createOther()))]);
    });
  const createOther = async (): Promise<TryUser> => {
    const created = await tell<TryUser>('POST /api/try/another', {});
    setOther(created);
    return created;
  };

  const [one, another] = outcomes;
  const made = one?.tried.createdNoteId;
  const askForMade = (noteId: string) => {
    const asked: TryRequest = {
      service: 'execute-api',
      method: 'GET',
      path: `/notes/${noteId}`,
      headers: [],
      body: '',
    };
    setRequest(asked);
    void sendAsBoth(asked);
  };
  return (
    <div className="try">
      <RequestForm
        {...{ request, users, user, other, bucket, table, isSending }}
        onRequest={setRequest}
        onUser={choose}
        onOther={setOther}
        onSend={() => void send(request)}
        onSendAsBoth={() => void sendAsBoth(request)}
      />
      {problem !== undefined && (
        <p role="alert" className="notice">
          {problem}
        </p>
      )}
      {isSending && <p className="muted">Asking the stack …</p>}
      {one !== undefined && another !== undefined && (
        <p role="status" className="summary">
          {describeVerdict(one, another)}
        </p>
      )}
      {made !== undefined && (
        <p>
          <button type="button" data-kind="primary" disabled={isSending} onClick={() => askForMade(made)}>
            Ask for this note as both
          </button>
        </p>
      )}
      <div className="outcomes">
        {outcomes.map((outcome) => (
          <OutcomeView key={outcome.user.sub} outcome={outcome} />
        ))}
      </div>
      <Commands
        request={request}
        context={{
          ...{ email: user.email, region: outputs.Region, endpoint: findEndpoint(outputs, request) },
          outputs: outputsFile,
        }}
      />
    </div>
  );
};

/** Finds a user who was chosen: after a reset or a restore, another user may have their address. */
const findUser = (users: readonly TryUser[], chosen: TryUser | undefined): TryUser | undefined =>
  users.find(({ sub }) => sub === chosen?.sub) ?? users.find(({ email }) => email === chosen?.email);

const findEndpoint = (
  { ApiEndpoint, S3Endpoint = '', DynamoDbEndpoint }: StackOutputs,
  { service }: TryRequest,
): string => ({ 'execute-api': ApiEndpoint, s3: S3Endpoint, dynamodb: DynamoDbEndpoint })[service];
