/** At most 128 characters, as a username may have no more. */
export const isEmail = (text: string): boolean => text.length <= 128 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text);

/** An address as the real one shows it: `a***@e***`. Of what is none, the beginnings. Takes a time that grows with the length alone. */
export const maskEmail = (text: string): string => {
  const at = text.lastIndexOf('@');
  const [name, domain] = at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return `${[...name.slice(0, 2)][0] ?? ''}***@${[...domain.slice(0, 2)][0] ?? ''}***`;
};

/** Where a code goes. */
export const describeDestination = (email: string) => ({
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: maskEmail(email),
});

export const describeDelivery = (email: string) => ({ CodeDeliveryDetails: describeDestination(email) });
