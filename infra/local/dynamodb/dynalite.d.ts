declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** The LevelDB folder; in memory if it is left out. */
    readonly path?: string;
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
  }

  /** Creates a server that speaks DynamoDB's protocol. Closing it closes the database too. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
