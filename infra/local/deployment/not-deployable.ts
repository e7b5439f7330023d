/**
 * The error for a template with something that the local stack cannot do. The stack then starts nothing: half of the
 * template would be another system.
 */
export class NotDeployable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotDeployable';
  }
}

export const notDeployable = (message: string): NotDeployable => new NotDeployable(message);
