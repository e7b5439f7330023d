import { type DistributionConfig, ofType, one, type Template } from '../../infra/template/template.ts';
import { account, region } from './resolve.ts';
import { type FunctionOfTemplate, functionByArn } from './roles.ts';

/** The page as a template deploys it, found the way a viewer goes: distribution, origin, bucket; and what fills the bucket. */
export interface PageOfTemplate {
  readonly distribution: { readonly id: string; readonly arn: string; readonly config: DistributionConfig };
  /** The bucket's logical id, which is its name here. */
  readonly bucket: string;
  readonly writer: FunctionOfTemplate;
  /** `https://` and a name. */
  readonly origin: string;
}

/** None where nothing is distributed. Throws where something is that leads nowhere. */
export const pageOf = (template: Template): PageOfTemplate | undefined => {
  const [[id = '', distribution] = []] = ofType(template, 'AWS::CloudFront::Distribution');
  if (distribution === undefined) return undefined;
  const { DistributionConfig: config } = distribution.Properties;
  const [bucket] = pageBucketsOf(template);
  const writer = functionByArn(template, 'pageWriter', one(template, 'Custom::PageFiles').Properties.ServiceToken);
  if (bucket === undefined || writer === undefined) throw new Error('The page leads nowhere.');
  const arn = `arn:aws:cloudfront::${account}:distribution/${id}`;
  const [name = `${id.toLowerCase()}.cloudfront.net`] = config.Aliases ?? [];
  return { distribution: { id, arn, config }, bucket, writer, origin: `https://${name}` };
};

/** The buckets that something is distributed from. */
export const pageBucketsOf = (template: Template): readonly string[] => {
  const origins = ofType(template, 'AWS::CloudFront::Distribution').flatMap(
    ([, { Properties }]) => Properties.DistributionConfig.Origins,
  );
  return bucketsOf(template).filter((id) =>
    origins.some(({ DomainName }) => DomainName === `${id}.s3.${region}.amazonaws.com`),
  );
};

/** All others: those of users' files. */
export const filesBucketsOf = (template: Template): readonly string[] => {
  const ofPages = new Set(pageBucketsOf(template));
  return bucketsOf(template).filter((id) => !ofPages.has(id));
};

/** The one of users' files, of a template that has one. */
export const filesBucketOf = (template: Template) => {
  const [id, ...others] = filesBucketsOf(template);
  const [, bucket] = ofType(template, 'AWS::S3::Bucket').find(([each]) => each === id) ?? [];
  if (id === undefined || bucket === undefined || others.length > 0)
    throw new Error('There is not exactly one bucket of files.');
  return { ...bucket, id };
};

const bucketsOf = (template: Template): readonly string[] => ofType(template, 'AWS::S3::Bucket').map(([id]) => id);
