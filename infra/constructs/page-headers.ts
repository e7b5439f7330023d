import { Duration, type Stack } from 'aws-cdk-lib';
import { type HeadersFrameOption, type HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { createSecurityHeaders, type PageOrigins } from '../web/security-headers.ts';

/** A year: how long a browser goes without asking by HTTP once it has been here. */
const httpsOnly = Duration.days(365);

/** The security headers of the page on each answer, for a page that may call these origins. */
export const createPageHeaders = (stack: Stack, origins: PageOrigins): ResponseHeadersPolicy => {
  const {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': referrerPolicy,
    'x-content-type-options': _,
    'x-frame-options': frameOption,
    ...others
  } = createSecurityHeaders(origins);
  const override = true;
  return new ResponseHeadersPolicy(stack, 'PageHeaders', {
    responseHeadersPolicyName: nameInAccount(stack),
    comment: `Of the page of ${stack.stackName}.`,
    // CloudFront has a place of its own for these, and takes all others as they are.
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: frameOption as HeadersFrameOption, override },
      referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override },
      // Not of subdomains: a stage's own domain may have some that are not ours.
      strictTransportSecurity: { accessControlMaxAge: httpsOnly, override },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
};

/** CloudFront is of no region, so the same stage in another region needs another name. */
export const nameInAccount = ({ stackName, region }: Stack): string => `${stackName}-${region}-page`;
