import type { AnsweredByTable } from '../dynamodb/gate.ts';
import { itemSize } from '../dynamodb/item-size.ts';
import type { RoleSession } from '../roles.ts';
import type { Recording } from './recording.ts';
import { shownJson, shownTarget, shownText } from './shown.ts';
import type { FilesCall, RoleCall, SessionShown, TableCall } from './trace.ts';

type Issued = (accessKeyId: string) => { readonly in: string | undefined } | undefined;

const calledBy = ({ opened, judged }: Recording) => ({
  accessKeyId: opened?.accessKeyId ?? '',
  ...(judged !== undefined && { permission: judged.permission }),
});

export const roleCall = (recording: Recording, status: number): RoleCall => {
  const { taking, issued } = recording;
  return {
    ...{ kind: 'Role', status, ...calledBy(recording) },
    roleArn: taking?.roleArn ?? '',
    tags: Object.entries(taking?.tags ?? {}),
    ...(issued && { issuedKeyId: issued.accessKeyId, expires: new Date(issued.expiration).toISOString() }),
  };
};

export const tableCall = (
  recording: Recording,
  { operation, asked, status, body, capacity }: AnsweredByTable,
  issued: Issued,
): TableCall => {
  const { judged, opened } = recording;
  const keys = judged?.permission.context.find(([key]) => key === 'dynamodb:LeadingKeys')?.[1];
  return {
    ...{ kind: 'Table', operation, status, ...calledBy(recording) },
    leadingKeys: keys === undefined ? [] : keys.split(', '),
    ...(isRoleSession(judged?.who) && { session: sessionOf(judged.who, issued(opened?.accessKeyId ?? '')) }),
    asked: shownJson(asked),
    answer: shownText(body),
    ...(capacity !== undefined && { capacity }),
    itemBytes: itemsIn(asked, body).map(itemSize),
  };
};

export const filesCall = (recording: Recording, operation: string, status: number, requestId: string): FilesCall => ({
  ...{ kind: 'Files', operation, status, requestId, ...calledBy(recording) },
  path: `${recording.method} ${shownTarget(recording.url)}`,
});

export const isRoleSession = (who: unknown): who is RoleSession =>
  typeof who === 'object' && who !== null && 'roleArn' in who;

const sessionOf = ({ roleArn, sessionName, tags }: RoleSession, issued: ReturnType<Issued>): SessionShown => ({
  ...{ roleArn, name: sessionName, tags: Object.entries(tags) },
  ...(issued?.in !== undefined && { takenIn: issued.in }),
});

/** What was written, or what came back. */
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
