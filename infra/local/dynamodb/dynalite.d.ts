declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** The LevelDB folder; in memory where it is left out. */
    readonly path?: string;
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
  }

  /** A server that speaks DynamoDB's protocol. Closing it closes the database too. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
