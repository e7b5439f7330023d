/** Returns whether a text has the form of an email address, with at most 128 characters, the limit of a username. */
export const isEmail = (text: string): boolean => text.length <= 128 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text);

/**
 * Masks an address as Cognito does: `a***@e***`. Without an `@`, the whole text counts as the name. Runs in linear
 * time.
 */
export const maskEmail = (text: string): string => {
  const at = text.lastIndexOf('@');
  const [name, domain] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return `${[...name.slice(0, 2)][0] ?? ''}***@${[...domain.slice(0, 2)][0] ?? ''}***`;
};

/** Describes where a code is sent, with the address masked. */
export const describeDestination = (email: string) => ({
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: maskEmail(email),
});

export const describeDelivery = (email: string) => ({ CodeDeliveryDetails: describeDestination(email) });
