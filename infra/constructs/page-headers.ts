import { Duration, type Stack } from 'aws-cdk-lib';
import { type HeadersFrameOption, type HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { createSecurityHeaders, type PageSources } from '../web/security-headers.ts';

/** How long a browser that has visited the page uses HTTPS only: one year. */
const httpsOnly = Duration.days(365);

/** Creates the policy that adds the security headers to every response of a page that may use these sources. */
export const createPageHeaders = (stack: Stack, sources: PageSources): ResponseHeadersPolicy => {
  const {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': referrerPolicy,
    'x-content-type-options': _,
    'x-frame-options': frameOption,
    ...others
  } = createSecurityHeaders(sources);
  const override = true;
  return new ResponseHeadersPolicy(stack, 'PageHeaders', {
    responseHeadersPolicyName: formatNameInAccount(stack),
    comment: `Security headers of the page of ${stack.stackName}.`,
    // CloudFront has dedicated settings for these, and takes all others as custom headers.
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: frameOption as HeadersFrameOption, override },
      referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override },
      // Not for subdomains: a stage's own domain may have some that are not ours.
      strictTransportSecurity: { accessControlMaxAge: httpsOnly, override },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
};

/**
 * Returns a name that is unique in the account. CloudFront is global, so the same stage in another region needs another
 * name.
 */
export const formatNameInAccount = ({ stackName, region }: Stack): string => `${stackName}-${region}-page`;
