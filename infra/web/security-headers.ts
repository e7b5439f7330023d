/** The origins that the page may use besides its own. */
export interface PageOrigins {
  /** Origins that the page's scripts may call. */
  readonly connect: readonly string[];
  /** Origins that images may come from. */
  readonly images?: readonly string[];
}

/** What the page may use besides files of its own origin. */
export interface PageSources extends PageOrigins {
  /** Hashes of the scripts in the document itself, from `hashInlineScripts`. */
  readonly scripts?: readonly string[];
}

/**
 * Creates the page's security headers, for AWS and for the local stack. Everything that is not named is forbidden:
 * styles are files from the page's own origin, and so are scripts, except those named by their hash. Nobody may frame
 * the page, and no text can become script (Trusted Types).
 */
export const createSecurityHeaders = ({ connect, images = [], scripts = [] }: PageSources) =>
  ({
    'content-security-policy': [
      "default-src 'none'",
      ["script-src 'self'", ...scripts].join(' '),
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
