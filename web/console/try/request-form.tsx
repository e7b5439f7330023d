import type { TryRequest, TryService, TryUser } from '../../../infra/local/try/tried.ts';
import { createKept, useKept } from '../kept.ts';
import { formatHeaders, parseHeaders } from './header-lines.ts';
import { presets, services } from './presets.ts';

/** The headers as they were written last, which may be incomplete. */
const keptHeaders = createKept('');

interface RequestFormProps {
  readonly request: TryRequest;
  readonly users: readonly TryUser[];
  readonly user: TryUser;
  readonly other: TryUser | undefined;
  readonly bucket: string;
  readonly table: string;
  readonly isSending: boolean;
  readonly onRequest: (request: TryRequest) => void;
  readonly onUser: (user: TryUser) => void;
  readonly onOther: (user: TryUser | undefined) => void;
  readonly onSend: () => void;
  /** Where there is no other user yet, this creates one. */
  readonly onSendAsBoth: () => void;
}

export const RequestForm = (props: RequestFormProps) => {
  const { request, users, user, other, bucket, table, isSending, onRequest } = props;
  const [written, setWritten] = useKept(keptHeaders);
  // As the user wrote them, unless the headers have changed.
  const isWritten = formatHeaders(parseHeaders(written)) === formatHeaders(request.headers);
  const headers = isWritten ? written : formatHeaders(request.headers);
  const begin = (service: TryService, title?: string) => {
    const preset = presets[service].find((each) => each.title === title) ?? presets[service][0];
    onRequest(preset.request({ user, other, bucket, table }));
  };
  const others = users.filter(({ sub }) => sub !== user.sub);
  return (
    <form
      className="request-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend();
      }}
    >
      <UserChoice title="As" users={users} chosen={user} onChoose={(chosen) => chosen && props.onUser(chosen)} />
      <label>
        Ask
        <select value={request.service} onChange={({ target }) => begin(target.value as TryService)}>
          {Object.entries(services)
            .filter(([service]) => service !== 's3' || bucket !== '')
            .map(([service, title]) => (
              <option key={service} value={service}>
                {title}
              </option>
            ))}
        </select>
      </label>
      <label>
        Begin with
        <select value="" onChange={({ target }) => begin(request.service, target.value)}>
          <option value="">an example …</option>
          {presets[request.service].map(({ title }) => (
            <option key={title}>{title}</option>
          ))}
        </select>
      </label>
      <label>
        Method
        <input
          value={request.method}
          spellCheck="false"
          onChange={({ target }) => onRequest({ ...request, method: target.value.toUpperCase() })}
        />
      </label>
      <label className="wide">
        Path, with its query
        <input
          value={request.path}
          spellCheck="false"
          onChange={({ target }) => onRequest({ ...request, path: target.value })}
        />
      </label>
      <label className="half">
        Headers, one per line
        <textarea
          rows={3}
          value={headers}
          spellCheck="false"
          onChange={({ target }) => {
            setWritten(target.value);
            onRequest({ ...request, headers: parseHeaders(target.value) });
          }}
        />
      </label>
      <label className="half">
        Body
        <textarea
          rows={3}
          value={request.body}
          spellCheck="false"
          onChange={({ target }) => onRequest({ ...request, body: target.value })}
        />
      </label>
      <div className="wide actions">
        <button type="submit" data-kind="primary" disabled={isSending}>
          Send
        </button>
        <button type="button" disabled={isSending} onClick={props.onSendAsBoth}>
          Send, and again as somebody else
        </button>
        {others.length > 0 && (
          <UserChoice title="Somebody else" users={others} chosen={other} onChoose={props.onOther} />
        )}
      </div>
    </form>
  );
};

interface UserChoiceProps {
  readonly title: string;
  readonly users: readonly TryUser[];
  readonly chosen: TryUser | undefined;
  readonly onChoose: (user: TryUser | undefined) => void;
}

const UserChoice = ({ title, users, chosen, onChoose }: UserChoiceProps) => (
  <label>
    {title}
    <select
      value={chosen?.sub ?? ''}
      onChange={({ target }) => onChoose(users.find(({ sub }) => sub === target.value))}
    >
      {users.map(({ sub, email }) => (
        <option key={sub} value={sub}>
          {email}
        </option>
      ))}
    </select>
  </label>
);
