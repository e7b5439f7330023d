import type { Cognito } from '../../cognito/endpoint.ts';
import type { LocalData } from '../../data/local-data.ts';
import type { AskTable } from '../../dynamodb/ask-table.ts';
import type { TableSchema } from '../../dynamodb/table.ts';
import type { Files } from '../../s3/files.ts';

/** The running stack's data, as the console shows it and acts on it. */
export interface WatchedData extends Pick<Cognito, 'users' | 'identityOf'> {
  /** Returns the id that owns the notes of a user, by the user's sub. */
  readonly ownerOf: (sub: string) => string;
  readonly local: LocalData;
  readonly askTable: AskTable;
  readonly table: TableSchema & { readonly timeToLive: string | undefined };
  /** Returns `undefined` if users have no files. */
  readonly files: () => Files | undefined;
  readonly mailFile: string;
}
