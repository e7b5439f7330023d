import type { AnsweredByTable } from '../dynamodb/gate.ts';
import { measureItem } from '../dynamodb/item-size.ts';
import type { RoleSession } from '../roles.ts';
import type { Recording } from './recording.ts';
import { clipText, formatJson, redactTarget } from './redact.ts';
import type { FilesCall, RoleCall, ShownSession, TableCall } from './trace.ts';

type Issued = (accessKeyId: string) => { readonly in: string | undefined } | undefined;

const calledBy = ({ opened, judged }: Recording) => {
  const last = judged.at(-1);
  return { accessKeyId: opened?.accessKeyId ?? '', ...(last !== undefined && { permission: last.permission }) };
};

export const createRoleCall = (recording: Recording, status: number): RoleCall => {
  const { taking, issued } = recording;
  return {
    ...{ kind: 'Role', status, ...calledBy(recording) },
    roleArn: taking?.roleArn ?? '',
    tags: Object.entries(taking?.tags ?? {}),
    ...(issued && { issuedKeyId: issued.accessKeyId, expires: new Date(issued.expiration).toISOString() }),
  };
};

export const createTableCall = (
  recording: Recording,
  { operation, asked, status, body, capacity }: AnsweredByTable,
  issued: Issued,
): TableCall => {
  const { opened } = recording;
  const judged = recording.judged.at(-1);
  const keys = judged?.permission.context.find(([key]) => key === 'dynamodb:LeadingKeys')?.[1];
  return {
    ...{ kind: 'Table', operation, status, ...calledBy(recording) },
    leadingKeys: keys === undefined ? [] : keys.split(', '),
    ...(isRoleSession(judged?.who) && { session: describeSession(judged.who, issued(opened?.accessKeyId ?? '')) }),
    asked: formatJson(asked),
    answer: clipText(body),
    ...(capacity !== undefined && { capacity }),
    itemBytes: itemsIn(asked, body).map(measureItem),
  };
};

export const createFilesCall = (
  recording: Recording,
  operation: string,
  status: number,
  requestId: string,
): FilesCall => ({
  ...{ kind: 'Files', operation, status, requestId, accessKeyId: recording.opened?.accessKeyId ?? '' },
  permissions: recording.judged.map(({ permission }) => permission),
  path: `${recording.method} ${redactTarget(recording.url)}`,
});

export const isRoleSession = (who: unknown): who is RoleSession =>
  typeof who === 'object' && who !== null && 'roleArn' in who;

const describeSession = ({ roleArn, sessionName, tags }: RoleSession, issued: ReturnType<Issued>): ShownSession => ({
  ...{ roleArn, name: sessionName, tags: Object.entries(tags) },
  // A thread may get its own session while it serves its first request.
  ...(issued?.in !== undefined && Object.keys(tags).length > 0 && { takenIn: issued.in }),
});

/** Returns the items that were written, or that came back. */
const itemsIn = (asked: object, body: string): readonly unknown[] => {
  const written = Object(asked).Item;
  if (written !== undefined) return [written];
  try {
    const { Item: item, Items: items, Attributes: attributes } = Object(JSON.parse(body));
    return [item ?? attributes ?? items ?? []].flat();
  } catch {
    return [];
  }
};
