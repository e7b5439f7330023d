import { type DistributionConfig, findResource, findResources, type Template } from '../../infra/template/template.ts';
import { account, region } from './resolve.ts';
import { type FunctionOfTemplate, findFunction } from './roles.ts';

/** The page as a template deploys it, found as viewers reach it (distribution, origin, bucket), and its writer. */
export interface PageOfTemplate {
  readonly distribution: { readonly id: string; readonly arn: string; readonly config: DistributionConfig };
  /** The bucket's logical id, which is also its name here. */
  readonly bucket: string;
  readonly writer: FunctionOfTemplate;
  /** `https://` and a name. */
  readonly origin: string;
}

/** Returns the page, or undefined without a distribution. Throws if a distribution leads nowhere. */
export const readPage = (template: Template): PageOfTemplate | undefined => {
  const [[id = '', distribution] = []] = findResources(template, 'AWS::CloudFront::Distribution');
  if (distribution === undefined) return undefined;
  const { DistributionConfig: config } = distribution.Properties;
  const [bucket] = listPageBuckets(template);
  const writer = findFunction(
    template,
    'pageWriter',
    findResource(template, 'Custom::PageFiles').Properties.ServiceToken,
  );
  if (bucket === undefined || writer === undefined) throw new Error('The page leads nowhere.');
  const arn = `arn:aws:cloudfront::${account}:distribution/${id}`;
  const [name = `${id.toLowerCase()}.cloudfront.net`] = config.Aliases ?? [];
  return { distribution: { id, arn, config }, bucket, writer, origin: `https://${name}` };
};

/** Lists the buckets that are origins of a distribution. */
export const listPageBuckets = (template: Template): readonly string[] => {
  const origins = findResources(template, 'AWS::CloudFront::Distribution').flatMap(
    ([, { Properties }]) => Properties.DistributionConfig.Origins,
  );
  return listBuckets(template).filter((id) =>
    origins.some(({ DomainName }) => DomainName === `${id}.s3.${region}.amazonaws.com`),
  );
};

/** Lists all other buckets: those of users' files. */
export const listFilesBuckets = (template: Template): readonly string[] => {
  const ofPages = new Set(listPageBuckets(template));
  return listBuckets(template).filter((id) => !ofPages.has(id));
};

/** Finds the bucket of users' files. Throws unless there is exactly one. */
export const findFilesBucket = (template: Template) => {
  const [id, ...others] = listFilesBuckets(template);
  const [, bucket] = findResources(template, 'AWS::S3::Bucket').find(([each]) => each === id) ?? [];
  if (id === undefined || bucket === undefined || others.length > 0)
    throw new Error('There is not exactly one bucket of files.');
  return { ...bucket, id };
};

const listBuckets = (template: Template): readonly string[] =>
  findResources(template, 'AWS::S3::Bucket').map(([id]) => id);
