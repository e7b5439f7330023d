export interface PageOrigins {
  /** What the page's scripts may call, beside the page's own origin. */
  readonly connect: readonly string[];
  /** Where pictures may come from, beside the page's own origin. */
  readonly images?: readonly string[];
}

/**
 * What a browser is told to hold the page to, on AWS and on one machine. Nothing is let in that is not named: scripts and styles
 * come as files of the page's own origin, nobody frames the page, and no text becomes script (Trusted Types).
 */
export const createSecurityHeaders = ({ connect, images = [] }: PageOrigins) =>
  ({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      ["img-src 'self' blob:", ...images].join(' '),
      ["connect-src 'self'", ...connect].join(' '),
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }) as const satisfies Readonly<Record<string, string>>;
