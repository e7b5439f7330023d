// What the console is told about the data. Its page shares these types, so this file imports nothing.

/** What whoever runs the stack has chosen, as far as it changes what the console says. */
export interface ShownChoices {
  /** What stops a function that asks for another owner's key. */
  readonly isolation: 'iam' | 'application';
  /** Which of a user's ids owns the notes. */
  readonly owner: 'identity' | 'user-pool-sub';
}

/** An item of the table, as far as the console shows it. Times are epoch milliseconds. */
export interface ShownItem {
  readonly owner: string;
  readonly noteId: string;
  readonly kind: 'note' | 'tombstone';
  /** Only the beginning, if it is long. */
  readonly content?: string;
  readonly isCut?: true;
  readonly attachment?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
  readonly expiresAt?: number;
  readonly revision?: string;
  /** Bytes, by DynamoDB's size rules. */
  readonly size: number;
}

export interface ItemPage {
  readonly items: readonly ShownItem[];
  /** How many items were looked at: more than are on the page, if most of them do not contain what is searched for. */
  readonly looked: number;
  /** A cursor for the next page. */
  readonly next?: string;
}

/** Totals of one owner's items in the table. */
export interface OwnerSum {
  readonly owner: string;
  notes: number;
  tombstones: number;
  /** By DynamoDB's size rules. */
  bytes: number;
}

/** Times are epoch milliseconds. */
export interface ShownFile {
  /** The whole key in the bucket. */
  readonly key: string;
  /** The file's owner, and its key among that owner's files; `owner` is absent if the place belongs to nobody. */
  readonly owner?: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly modified: number;
  /** The notes that name it. */
  readonly notes: readonly string[];
  /** When a visit of the sweep found no note that names it. */
  readonly markedAt?: number;
}

/** A multipart upload that was begun, and neither completed nor aborted. */
export interface ShownUpload {
  readonly key: string;
  readonly owner?: string;
  readonly name: string;
  readonly begun: number;
  readonly parts: number;
  readonly bytes: number;
}

export interface FilePage {
  readonly files: readonly ShownFile[];
  readonly uploads: readonly ShownUpload[];
  /** The key after which the next page begins. */
  readonly next?: string;
}

/** A user, by each of the names that the chain has for it. Contains no secret or password verifier. */
export interface ShownUser {
  readonly email: string;
  readonly isVerified: boolean;
  readonly sub: string;
  readonly identityId: string;
  /** The id that owns the user's notes. */
  readonly owner: string;
  readonly status: string;
  readonly isDisabled: boolean;
  readonly secondFactor: boolean;
  /** Epoch milliseconds. */
  readonly created: number;
}

export interface ShownMail {
  readonly time: string;
  readonly to: string;
  readonly purpose: string;
  readonly code: string;
}
