import { useState } from 'react';
import { useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toasts.tsx';
import { accountTexts } from './account-texts.ts';
import { type SendCode, useSendCode } from './use-send-code.ts';

/** A button for users to whom no code has come. */
export const AnotherCode = ({ ask }: { readonly ask: Parameters<SendCode>[0] }) => {
  const texts = useTexts(accountTexts);
  const toast = useToast();
  const sendCode = useSendCode();
  const [isSending, setSending] = useState(false);
  const resend = async () => {
    setSending(true);
    const isTold = await sendCode(ask);
    setSending(false);
    if (isTold) toast({ text: texts.resent });
  };
  return (
    <Button busy={isSending} onClick={resend}>
      {texts.resend}
    </Button>
  );
};
