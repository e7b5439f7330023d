import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** One deployment of the whole backend. Everything that differs between deployments is here, and nowhere else. */
export interface Stage {
  readonly name: string;
  /**
   * What stops a function that asks for another owner's key: `iam`, a role session for each owner, or `application`,
   * the code alone. `iam` costs one STS call for each owner, function and warm environment.
   */
  readonly isolation: 'iam' | 'application';
  /** Which of a caller's two ids owns the notes. Changing it hides all existing notes. */
  readonly owner: 'identity' | 'user-pool-sub';
  /** Whether a PUT or DELETE without If-Match is answered 428. */
  readonly requireIfMatch: boolean;
  /**
   * Whether reads are strongly consistent: each sees every write that was answered before it. They use twice the read
   * capacity.
   */
  readonly consistentRead: boolean;
  /**
   * Whether users, identities, notes, files and logs outlive the stack, and users and notes have deletion protection.
   */
  readonly retain: boolean;
  /** Whether the page is deployed too, behind CloudFront. */
  readonly page: boolean;
  /**
   * The page's own domain, with a certificate for it in us-east-1, the only region from which CloudFront takes
   * certificates. The domain's owner creates the DNS record. Without this, the page has a CloudFront domain name.
   */
  readonly pageDomain?: { readonly name: string; readonly certificateArn: string };
  /**
   * Origins that may call the API besides the deployed page. If this is empty and there is no deployed page, no origin
   * may.
   */
  readonly allowedOrigins: readonly string[];
  /** Limits of the whole API: `rate` in requests per second on average, `burst` for requests at once. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  readonly logRetention: RetentionDays;
  /**
   * Minutes between two sweeps for files that no note names. A file is deleted by the second sweep that finds it
   * unnamed.
   */
  readonly sweepMinutes: number;
  /**
   * Whether V8's code cache is deployed beside each function; it saves about a tenth of a cold start's CPU time. It is
   * valid only for the Node that made it, so functions get the architecture of the synthesizing machine, and a Lambda
   * with another Node patch version ignores it. Each synthesis makes it anew, so each deployment replaces the
   * functions. Default: `false`.
   */
  readonly compileCache?: boolean;
  /**
   * The address that receives alarms; its owner confirms through a link. Without it, alarms show only in the AWS
   * console.
   */
  readonly alarmEmail?: string;
}

export const stages = {
  dev: {
    name: 'dev',
    isolation: 'iam',
    owner: 'identity',
    requireIfMatch: false,
    consistentRead: false,
    retain: false,
    page: true,
    allowedOrigins: ['http://localhost:3000', 'http://localhost:5173'],
    throttling: { rate: 50, burst: 100 },
    logRetention: RetentionDays.ONE_WEEK,
    sweepMinutes: 24 * 60,
  },
  prod: {
    name: 'prod',
    isolation: 'iam',
    owner: 'identity',
    requireIfMatch: false,
    consistentRead: false,
    retain: true,
    page: true,
    allowedOrigins: [],
    throttling: { rate: 1000, burst: 2000 },
    logRetention: RetentionDays.THREE_MONTHS,
    sweepMinutes: 24 * 60,
  },
} as const satisfies Record<string, Stage>;
