import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** One deployment of the whole backend. What differs between two of them is here, and nowhere else. */
export interface Stage {
  readonly name: string;
  /**
   * What stops a function that asks for another owner's key: `iam`, a role session for each owner, or `application`,
   * the code alone. `iam` costs one call of STS for each owner, function and warm environment.
   */
  readonly isolation: 'iam' | 'application';
  /** Which of a caller's two ids owns the notes. To change it is to hide every note that there is. */
  readonly owner: 'identity' | 'user-pool-sub';
  /** Whether a PUT or DELETE without If-Match is answered 428. */
  readonly requireIfMatch: boolean;
  /** Whether each read sees every write that was answered before it. Its capacity is twice as much. */
  readonly consistentRead: boolean;
  /** Whether users, identities, notes and logs outlive the stack, and users and notes refuse to be deleted. */
  readonly retain: boolean;
  /** Whether the page is deployed too, by CloudFront. */
  readonly page: boolean;
  /**
   * The page's own domain, with a certificate for it in us-east-1, from where CloudFront takes certificates; a record in its DNS is
   * for its owner to make. Without one the page has a name of CloudFront's.
   */
  readonly pageDomain?: { readonly name: string; readonly certificateArn: string };
  /** Origins whose pages may call the API beside the deployed one; with neither, no page may. */
  readonly allowedOrigins: readonly string[];
  /** For the whole API: requests per second on average, and at once. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  readonly logRetention: RetentionDays;
  /** Minutes from one visit to files that no note names to the next. A file goes at the second that finds it so. */
  readonly sweepMinutes: number;
  /**
   * Whether V8's code cache is deployed beside each function: a tenth of a cold start's processor time less. It counts only
   * for the Node that made it, so functions get the architecture of the machine that synthesizes, and a Lambda with another
   * patch of Node passes over it. Each synthesis makes it anew, so each deployment replaces the functions. No if left out.
   */
  readonly compileCache?: boolean;
  /** Where alarms are sent; the receiver confirms by a link. Without one they only show in the console. */
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
