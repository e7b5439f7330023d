/** A template with something in it that the local stack cannot do. It starts nothing then: half of it would be another system. */
export class NotDeployable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotDeployable';
  }
}

export const notDeployable = (message: string): NotDeployable => new NotDeployable(message);
