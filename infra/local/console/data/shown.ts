// What the console is answered about the data. Known to its page too, so nothing here comes from elsewhere.

/** An item of the table, as far as it is shown. Times are epoch milliseconds. */
export interface ShownItem {
  readonly owner: string;
  readonly noteId: string;
  readonly kind: 'note' | 'tombstone';
  /** The beginning of it, where it is long. */
  readonly content?: string;
  readonly isCut?: true;
  readonly attachment?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
  readonly expiresAt?: number;
  readonly revision?: string;
  /** Bytes, as DynamoDB counts them. */
  readonly size: number;
}

export interface ItemPage {
  readonly items: readonly ShownItem[];
  /** What to ask for the next page with. */
  readonly next?: string;
}

/** What there is of one owner in the table. */
export interface OwnerSum {
  readonly owner: string;
  notes: number;
  tombstones: number;
  /** As DynamoDB counts them. */
  bytes: number;
}

/** Times are epoch milliseconds. */
export interface ShownFile {
  /** As the bucket has it. */
  readonly key: string;
  /** Whose it is, and its key among that owner's; none where the place is nobody's. */
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

/** An upload in parts that was begun, and neither completed nor given up. */
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

/** A user by each of the names that the chain has for it. No secret and no verifier is among what is shown. */
export interface ShownUser {
  readonly email: string;
  readonly isVerified: boolean;
  readonly sub: string;
  readonly identityId: string;
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
