import type { Template } from '../../template/template.ts';
import { type LocalTemplateOptions, localTemplate } from '../template/local-template.ts';
import { type Deployment, deploymentOf, type Site, templateAt } from './deployment.ts';

export interface LocalDeploymentOptions extends Pick<LocalTemplateOptions, 'choices' | 'onSynthesis'> {
  /** What is done to the template before it is deployed. */
  readonly change?: ((template: Template) => void) | undefined;
}

/** What the template of the stage `local` makes at a site. Throws `NotDeployable`. */
export const localDeployment = async (site: Site, options: LocalDeploymentOptions): Promise<Deployment> => {
  const template = templateAt(await localTemplate(options), site);
  options.change?.(template);
  return deploymentOf(template, site);
};
